import { createHash } from 'node:crypto';
import type { CompartmentState } from '../../contracts/device/device.ts';
import type { ErrorCode } from '../../contracts/errors.ts';
import type { LockerName } from '../../native/locker/boards.ts';
import type { LockerSimulator, WireFault } from '../../native/simulators/index.ts';
import { createRandom, type Random } from '../../native/simulators/random.ts';
import { createVirtualBench } from '../contract/virtual-bench.ts';

/** How orders may end. Anything else is a finding. */
const FAILURES: readonly ErrorCode[] = ['not_opened', 'device_no_reply', 'device_offline', 'device_error'];

const COMPARTMENTS = 8;
/** No reply is later than this; `docs/devices` states what drivers count on. */
const LATEST_REPLY_MS = 900;
/** A word of a sensor travels to the listener within this time, or not at all. */
const NEWS_DELAY_MS = 20_000;
/** Between the orders of one person and the next, at most. */
const PAUSE_MS = 2_000;

export interface StormOptions {
  readonly driver: LockerName;
  readonly commands: number;
  readonly seed: number;
}

export interface StormResult {
  /** Of every order, its end and its time: the same storm has the same. */
  readonly digest: string;
  /** What must never happen, in words. */
  readonly findings: readonly string[];
  readonly outcomes: Readonly<Record<string, number>>;
  readonly pulses: number;
  /** How long it was for the locker. */
  readonly virtualHours: number;
}

/** Orders in a storm of every fault of line, sensor, lock, cable and passer-by, and what came of them. */
export async function runStorm({ driver, commands, seed }: StormOptions): Promise<StormResult> {
  const random = createRandom(seed);
  const digest = createHash('sha256');
  const findings: string[] = [];
  const outcomes: Record<string, number> = {};
  const lastOpenMs = Array.from({ length: COMPARTMENTS }, () => Number.NEGATIVE_INFINITY);

  const bench = createVirtualBench(driver, {
    seed: seed + 1,
    keepBytes: 1_000,
    settings: { sizes: Array(COMPARTMENTS).fill('small'), pollMs: 5_000 } as never,
    onPush(name, payload) {
      if (name !== 'compartment.changed') return;
      const { compartment, door } = payload as CompartmentState;
      // A switch that stays open makes no changes: what it says now counts, too.
      look();
      const ageMs = bench.clock.nowMs() - (lastOpenMs[compartment - 1] ?? 0);
      if (door === 'open' && ageMs > NEWS_DELAY_MS)
        findings.push(`told open, ${compartment}, its sensor never said so`);
    },
  });
  const { clock, simulator, host } = bench;
  const startMs = clock.nowMs();

  const pulsesOf = Array.from({ length: COMPARTMENTS + 1 }, () => 0);
  let pulsesSeen = 0;
  const look = () => {
    simulator.sensors().forEach((door, index) => {
      if (door === 'open') lastOpenMs[index] = clock.nowMs();
    });
    for (; pulsesSeen < simulator.pulses.length; pulsesSeen++) {
      const compartment = simulator.pulses[pulsesSeen] ?? 0;
      pulsesOf[compartment] = (pulsesOf[compartment] ?? 0) + 1;
    }
  };
  simulator.onChange(look);

  /** Orders are worked off one after the other: what counts for one is what happens from the end of the one before it. */
  let turn: object | null = null;

  async function order(compartment: number, before: Promise<unknown>): Promise<void> {
    const own = {};
    let proven = false;
    let pulses = 0;
    const watch = () => {
      if (turn !== own) return;
      // What was open before the pulse proves nothing about it.
      if ((pulsesOf[compartment] ?? 0) > pulses) {
        pulses = pulsesOf[compartment] ?? 0;
        proven = false;
      }
      proven ||= simulator.sensors()[compartment - 1] === 'open';
    };
    const stop = simulator.onChange(watch);
    void before.then(() => {
      turn = own;
      pulses = pulsesOf[compartment] ?? 0;
      watch();
    });
    const result = await host.handlers['locker.open']({ compartment }, undefined);
    watch();
    stop();
    const end = result.ok ? 'opened' : result.error.code;
    outcomes[end] = (outcomes[end] ?? 0) + 1;
    digest.update(`${clock.nowMs()} ${compartment} ${end}\n`);
    if (result.ok && !proven) findings.push(`"opened" without its sensor, ${compartment} at ${clock.nowMs()}`);
    if (!result.ok && !FAILURES.includes(result.error.code)) findings.push(`an untyped end: ${JSON.stringify(result)}`);
  }

  const restart = () => void host.handlers['device.restart']({ deviceId: bench.report().id }, undefined);

  let given = 0;
  while (given < commands) {
    disturb(random, simulator, clock);
    const before = simulator.pulses.length;
    const ordered = Array.from({ length: Math.min(1 + random(3), commands - given) }, () => 1 + random(COMPARTMENTS));
    given += ordered.length;
    let last: Promise<unknown> = Promise.resolve();
    for (const compartment of ordered) last = order(compartment, last);
    if (random(4) === 0) clock.after(random(4_000), () => disturb(random, simulator, clock));
    if (random(100) === 0) clock.after(random(2_000), restart);
    await bench.settle(last, 600_000);
    await clock.advance(random(PAUSE_MS));
    if (random(50) === 0) restart();
    judgePulses(ordered, simulator.pulses.slice(before), findings);
    look();
  }
  findings.push(...simulator.violations.map((violation) => `the board complains: ${violation}`));
  await bench.close();
  const virtualHours = (clock.nowMs() - startMs) / 3_600_000;
  return { digest: digest.digest('hex'), findings, outcomes, pulses: simulator.pulses.length, virtualHours };
}

/** Each order gives one pulse at most, and no lock is pulsed without an order. */
function judgePulses(ordered: readonly number[], pulsed: readonly number[], findings: string[]): void {
  const left = [...ordered];
  for (const compartment of pulsed) {
    const at = left.indexOf(compartment);
    if (at < 0) findings.push(`pulse of ${compartment}, ordered were ${ordered.join(', ')}`);
    else left.splice(at, 1);
  }
}

/** Something happens to the line, to the cable, to a lock, to a switch, or somebody passes by. */
function disturb(random: Random, simulator: LockerSimulator, clock: { after(ms: number, then: () => void): unknown }) {
  const compartment = 1 + random(COMPARTMENTS);
  switch (random(9)) {
    case 0:
    case 1:
    case 2:
      return simulator.fault(someFault(random));
    case 3:
      simulator.unplug();
      clock.after(random(5_000), () => simulator.plug());
      return;
    case 4:
      return simulator.stick(compartment, (['lock', 'sensor'] as const)[random(8)] ?? 'none');
    case 5:
      return simulator.flicker(compartment);
    case 6:
      return simulator.openDoor(compartment);
    default:
      for (let each = 1; each <= COMPARTMENTS; each++) simulator.closeDoor(each);
  }
}

function someFault(random: Random): WireFault {
  const faults: readonly WireFault[] = [
    { kind: 'none' },
    { kind: 'none' },
    { kind: 'none' },
    { kind: 'silent' },
    { kind: 'hang' },
    { kind: 'slow', delayMs: random(LATEST_REPLY_MS) },
    { kind: 'noise', bytes: 1 + random(40) },
    { kind: 'noise-inside', bytes: 1 + random(4) },
    { kind: 'bitflip' },
    { kind: 'split', pauseMs: random(40) },
    { kind: 'merged' },
    { kind: 'wrong-address' },
    { kind: 'stale' },
  ];
  return faults[random(faults.length)] ?? { kind: 'none' };
}
