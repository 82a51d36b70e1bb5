import { ensureElectron } from './electron.ts';
import type { Say } from './say.ts';
import { ensureSystemPackages } from './system-packages.ts';

/** What a script may need besides the npm packages, in the order in which it is prepared. */
const steps: Readonly<Record<string, (say: Say) => Promise<void>>> = {
  modules: async () => {},
  system: (say) => ensureSystemPackages('debian-packages', say),
  tests: (say) => ensureSystemPackages('debian-packages-tests', say),
  electron: async (say) => {
    await ensureElectron(say);
  },
  build: async (say) => {
    const { buildAll } = await import('../build.ts');
    await buildAll({ log: (line) => line.endsWith('unchanged') || say(line) });
  },
};

/** Runs the named steps; each looks first whether there is anything to do. Throws on an unknown name and when a step fails. */
export async function runSteps(names: readonly string[], say: Say): Promise<void> {
  const unknown = names.filter((name) => !(name in steps));
  if (unknown.length > 0)
    throw new Error(`no such step: ${unknown.join(', ')}; there are ${Object.keys(steps).join(', ')}`);
  for (const [name, step] of Object.entries(steps)) {
    if (names.includes(name)) await step(say);
  }
}
