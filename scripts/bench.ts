import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { BenchRow } from '../test/bench/row.ts';
import { hasDisplay, startOwnXvfb } from './lib/display.ts';
import { projectRoot } from './lib/project.ts';

/** What each file in `test/bench/<group>/` exports. */
interface BenchModule {
  readonly run?: () => AsyncGenerator<BenchRow>;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});

function inWords({ group, name, value, unit, n, baseline, ratio, target, ok }: BenchRow): string {
  const bound = `${target.kind === 'at-most' ? '≤' : '≥'} ${target.ratio}×`;
  const against = `${ratio}× of ${baseline.name} (${baseline.value} ${unit})`;
  return `${ok ? 'ok  ' : 'MISS'} ${group}/${name}: ${value} ${unit}, ${against}, aim ${bound}, n=${n}`;
}

const groups = positionals.length > 0 ? positionals : ['*'];
const files = groups.flatMap((group) => globSync(`test/bench/${group}{/*,}.ts`, { cwd: projectRoot })).sort();
if (files.length === 0) {
  console.error(`there is no benchmark in test/bench/${positionals.join(' or ')}`);
  process.exit(2);
}

const display = hasDisplay() ? undefined : await startOwnXvfb(1920, 1920);
if (display) process.env.DISPLAY = display.name;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    display?.close();
    process.exit(1);
  });
}

let failed = 0;
try {
  for (const file of files) {
    const { run }: BenchModule = await import(pathToFileURL(path.join(projectRoot, file)).href);
    // Helpers lie beside the benchmarks; they export no `run`.
    if (!run) continue;
    console.error(`bench: ${file}`);
    try {
      for await (const row of run()) console.log(values.json ? JSON.stringify(row) : inWords(row));
    } catch (error) {
      // One that breaks must not hide the figures of the others.
      failed++;
      console.error(`bench: ${file} failed:`, error);
    }
  }
} finally {
  display?.close();
}
// Rows below their aim are results, not errors; a benchmark that did not run to its end is one.
process.exit(failed > 0 ? 1 : 0);
