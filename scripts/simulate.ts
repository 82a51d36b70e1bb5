/**
 * Simulated devices on ptys: `npm run simulate -- <locker|printer|scanner|door|all> [--autoplay] [--panel PORT] [--profile FILE]`.
 * Prints one JSON line for each device, `{"device":"locker","path":"/tmp/…/locker"}`, and with `--panel` one with the address of
 * a page on which a person plays the machines, `{"panel":"http://127.0.0.1:8123/"}`. Serves until SIGINT or SIGTERM.
 * `npm run simulate -- routing …` plays days of arrivals at the routing engine instead (simulate-routing.ts).
 * Each line on standard input is something physical to do (native/simulators/README.md); its answer is one JSON line.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { boothProfile } from '../contracts/device/profile.ts';
import { describeThrown } from '../contracts/errors.ts';
import { systemClock } from '../contracts/time.ts';
import { obey } from '../native/simulators/commands.ts';
import { type AnySimulator, type SimulatorOptions, startSimulator, startVisitor } from '../native/simulators/index.ts';
import { startPanel } from '../native/simulators/panel/server.ts';
import { simulateRouting } from './simulate-routing.ts';

const DEMO_PROFILE = fileURLToPath(new URL('../resources/profiles/demo.json', import.meta.url));
/** What the host said is kept for looking at, not for ever. */
const KEPT_BYTES = 4_096;
/** 3.75 mm at 150 mm/s, a usual printer's speed. */
const MS_PER_LINE = 25;

if (process.argv[2] === 'routing') process.exit(simulateRouting(process.argv.slice(3)));

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    autoplay: { type: 'boolean', default: false },
    panel: { type: 'string' },
    profile: { type: 'string', default: DEMO_PROFILE },
  },
});
const wanted = positionals[0] ?? '';

const profile = boothProfile.parse(JSON.parse(await readFile(values.profile, 'utf8')));
const devices = profile.devices.filter((device) => wanted === 'all' || device.id === wanted);
if (devices.length === 0) {
  const ids = profile.devices.map((device) => device.id).join('|');
  console.error(`usage: npm run simulate -- <${ids}|all> [--autoplay] [--panel PORT] [--profile FILE]`);
  process.exit(2);
}

const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

// Links keep their names when a machine is unplugged and plugged in again.
const links = await mkdtemp(path.join(tmpdir(), 'xiaowu-simulators-'));
const simulators = devices.map(({ line: _line, ...device }): AnySimulator => {
  const wiring = { linkPath: path.join(links, device.id), keepBytes: KEPT_BYTES, msPerLine: MS_PER_LINE };
  const simulator = startSimulator({ ...device, ...wiring } as SimulatorOptions) as AnySimulator;
  let told = 0;
  simulator.onChange(() => {
    for (; told < simulator.violations.length; told++) {
      console.error(`${simulator.id}: the host broke the protocol: ${simulator.violations[told]}`);
    }
  });
  say({ device: simulator.id, path: simulator.path });
  return simulator;
});

const find = <C extends AnySimulator['class']>(deviceClass: C) =>
  simulators.find((one): one is Extract<AnySimulator, { class: C }> => one.class === deviceClass);

if (values.autoplay) {
  startVisitor({ clock: systemClock, door: find('door'), locker: find('locker'), printer: find('printer') });
}

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line.trim() === '') return;
  obey(line, simulators).then(
    (answer) => say({ ok: true, answer: answer ?? null }),
    (thrown) => say({ ok: false, error: describeThrown(thrown) }),
  );
});

const panel = values.panel === undefined ? null : await startPanel(simulators, Number(values.panel));
if (panel) say({ panel: panel.url });

let ending = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    void end().then(() => process.exit(0));
  });
}

async function end(): Promise<void> {
  await panel?.close();
  await Promise.all(simulators.map((simulator) => simulator.close()));
  await rm(links, { recursive: true });
}
