import type { Timer } from '../../contracts/time.ts';
import { createFrameParser } from '../framing/frame-parser.ts';
import { toHex } from '../framing/hex.ts';
import {
  encodeLine,
  formatIdentity,
  formatStatus,
  megatecRule,
  QUERY_IDENTITY,
  QUERY_RATING,
  QUERY_STATUS,
  START_TEST,
} from '../ups/protocol.ts';
import { createBase } from './base.ts';
import type { SimulatorOptions, UpsSimulator } from './types.ts';

const MAINS_VOLTS = 221.3;
const FULL_BATTERY_VOLTS = 27.3;
const EMPTY_BATTERY_VOLTS = 20.4;
/** Below this the battery is low, and tests are of no use. */
const LOW_PERCENT = 20;
const TEST_MS = 10_000;

/** A small standby UPS with a 24 V battery, which drains when it is told to. */
export function startUpsSimulator(options: SimulatorOptions<'megatec-ups'>): UpsSimulator {
  const parser = createFrameParser(megatecRule);
  let mains = true;
  let chargePercent = 100;
  let loadPercent = 12;
  let failed = false;
  let foreign = false;
  let beeper = true;
  let test: Timer | null = null;

  const base = createBase({
    ...options,
    class: 'ups',
    onBytes(bytes) {
      for (const event of parser.push(bytes)) {
        if (event.kind === 'frame') take(event.frame);
        else base.complain(`no command: ${toHex(event.bytes)}`);
      }
    },
    onUnplug: () => parser.flush(),
  });

  const say = (line: string) => base.reply(encodeLine(line));

  function take(command: string): void {
    if (foreign) say(command);
    else if (command === QUERY_STATUS) say(statusLine());
    else if (command === QUERY_RATING) say('#220.0 003 024.0 50.0');
    else if (command === QUERY_IDENTITY)
      say(formatIdentity({ company: 'SIMULATED', model: 'ST-1000', version: 'V1.0' }));
    else if (command === START_TEST) startTest();
    else if (command === 'CT') endTest();
    else if (command === 'Q') beeper = !beeper;
    else {
      base.complain(`no such command: ${command}`);
      say(command);
    }
    base.changed();
  }

  function startTest(): void {
    if (!mains) base.complain('a test is asked for while the mains have failed');
    else test ??= base.clock.after(TEST_MS, endTest);
  }

  function endTest(): void {
    test?.cancel();
    test = null;
    base.changed();
  }

  function statusLine(): string {
    const isLow = chargePercent < LOW_PERCENT;
    const volts = EMPTY_BATTERY_VOLTS + ((FULL_BATTERY_VOLTS - EMPTY_BATTERY_VOLTS) * chargePercent) / 100;
    return formatStatus({
      inputVolts: mains ? MAINS_VOLTS : 0,
      faultVolts: 0,
      outputVolts: mains ? MAINS_VOLTS : 219.8,
      loadPercent,
      inputHz: mains ? 50 : 0,
      batteryVolts: Number(volts.toFixed(1)),
      temperatureC: 26,
      mainsFailed: !mains,
      batteryLow: isLow,
      bypass: false,
      failed,
      isStandby: true,
      testing: test !== null,
      shuttingDown: false,
      beeper,
    });
  }

  /** A hand does something; whoever waits looks again. */
  const act = (what: () => void) => {
    what();
    base.changed();
  };

  return {
    ...base.simulator,
    get mains() {
      return mains ? 'present' : 'failed';
    },
    get chargePercent() {
      return chargePercent;
    },
    get testing() {
      return test !== null;
    },
    cutMains() {
      endTest();
      act(() => {
        mains = false;
      });
    },
    restoreMains: () =>
      act(() => {
        mains = true;
      }),
    drainTo: (percent) =>
      act(() => {
        chargePercent = Math.min(100, Math.max(0, percent));
      }),
    setLoad: (percent) =>
      act(() => {
        loadPercent = Math.min(199, Math.max(0, percent));
      }),
    setFailed: (next) =>
      act(() => {
        failed = next;
      }),
    setForeign: (next) =>
      act(() => {
        foreign = next;
      }),
    async close() {
      test?.cancel();
      await base.simulator.close();
    },
  };
}
