import type { ProfileOf } from '../../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { delay, instantOf } from '../../contracts/time.ts';
import { createDeviceRecord, type DriverContext, type UpsDriver, unreachable } from '../driver.ts';
import { createPoller } from '../poller.ts';
import { createCommandQueue } from '../transport/command-queue.ts';
import { createPowerNews } from './power-news.ts';
import {
  encodeLine,
  type MegatecStatus,
  megatecRule,
  parseIdentity,
  parseStatus,
  QUERY_IDENTITY,
  QUERY_STATUS,
  START_TEST,
} from './protocol.ts';
import { learn, NOTHING_KNOWN, stateOf, UNKNOWN_UPS } from './status.ts';

/** 47 characters take 196 ms at 2400 baud; no document gives a figure for the UPS's own time. */
const REPLY_TIMEOUT_MS = 1_200;
const ATTEMPTS = 2;
const OFFLINE_POLL_MS = 1_000;
/** `T` tests for ten seconds; half a minute leaves room for slow models. */
const TEST_DEADLINE_MS = 30_000;
/** A test that has not begun by then was not accepted. */
const TEST_BEGINS_MS = 5_000;
const TEST_POLL_MS = 500;

export function createUpsDriver(profile: ProfileOf<'megatec-ups'>, context: DriverContext): UpsDriver {
  const { clock } = context;
  let known = NOTHING_KNOWN;
  let model = 'Megatec UPS';
  let isNamed = false;
  let isTesting = false;
  let closed = false;
  const news = createPowerNews(profile.id, context);

  const queue = createCommandQueue<string>({
    line: { path: profile.line.port, baudRate: profile.line.baudRate },
    openPort: context.openPort,
    clock,
    random: context.random,
    rule: megatecRule,
    gapMs: 0,
    deviceId: profile.id,
    wire: context.wire,
    inWords: (line) => line,
    onUp: () => poller.start(),
    onDown(error) {
      poller.stop();
      lose(error);
    },
    onFrame: () => undefined,
  });
  const identity = {
    id: profile.id,
    port: profile.line.port,
    get model() {
      return model;
    },
  };
  const record = createDeviceRecord(identity, { class: 'ups', selfTest: true }, UNKNOWN_UPS, queue.statistics, context);
  const poller = createPoller(
    clock,
    () => (record.state === 'offline' ? OFFLINE_POLL_MS : profile.pollMs),
    async () => {
      if (!isNamed) await askName();
      await readStatus();
    },
  );

  function lose(error: XiaowuError): void {
    known = NOTHING_KNOWN;
    record.set({ ...unreachable(error), status: UNKNOWN_UPS });
  }

  /** Many models do not know this command; whoever stays silent is asked once per life of the driver. */
  async function askName(): Promise<void> {
    isNamed = true;
    const reply = await queue.run({
      name: 'identity',
      request: encodeLine(QUERY_IDENTITY),
      reply: (line) => parseIdentity(line) ?? (line === QUERY_IDENTITY ? null : undefined),
      timeoutMs: REPLY_TIMEOUT_MS,
      attempts: 1,
    });
    if (reply.ok && reply.value) model = `${reply.value.company} ${reply.value.model}`.trim() || model;
  }

  async function readStatus(): Promise<Result<MegatecStatus, XiaowuError>> {
    const reply = await queue.run<MegatecStatus | 'echo'>({
      name: 'status',
      request: encodeLine(QUERY_STATUS),
      reply: (line) => parseStatus(line) ?? (line === QUERY_STATUS ? 'echo' : undefined),
      timeoutMs: REPLY_TIMEOUT_MS,
      attempts: ATTEMPTS,
    });
    if (!reply.ok) {
      if (queue.isUp) lose(reply.error);
      return reply;
    }
    if (reply.value === 'echo') {
      const cause = 'what is there sends the question back: it is no Megatec UPS, or has another dialect';
      known = NOTHING_KNOWN;
      record.set({
        state: 'hardwareError',
        fault: { code: 'device_error', cause, action: 'configuration' },
        status: UNKNOWN_UPS,
      });
      return err(fail('device_error', cause));
    }
    known = learn(known, reply.value);
    record.set({ ...stateOf(reply.value), status: known.status });
    news.tell(known.status);
    return ok(reply.value);
  }

  async function test(): ReturnType<UpsDriver['test']> {
    if (isTesting) return err(fail('device_busy', `${profile.id} tests already`));
    isTesting = true;
    const result = await runTest();
    isTesting = false;
    return result;
  }

  async function runTest(): ReturnType<UpsDriver['test']> {
    const before = await readStatus();
    if (!before.ok) return before;
    if (before.value.mainsFailed) return err(fail('mains_failed', 'a UPS on battery cannot test it'));
    if (!before.value.testing) {
      // It begins without a word; a model that knows no test sends the command back, which is no status either.
      const sent = await queue.run<undefined>({
        name: 'test 10 s',
        request: encodeLine(START_TEST),
        reply: null,
        timeoutMs: 0,
        attempts: 1,
      });
      if (!sent.ok) return sent;
    }
    return watchTest();
  }

  async function watchTest(): ReturnType<UpsDriver['test']> {
    const startedMs = clock.nowMs();
    let hasBegun = false;
    for (;;) {
      await delay(clock, TEST_POLL_MS);
      if (closed) return err(fail('device_offline', `${profile.id}: closed`));
      const seen = await readStatus();
      if (!seen.ok && !queue.isUp) return seen;
      if (seen.ok) {
        if (seen.value.failed) return err(fail('device_error', 'the UPS failed its test'));
        if (seen.value.batteryLow) return err(fail('battery_low', 'the battery went low during the test'));
        if (hasBegun && !seen.value.testing) return ok({ testedAt: instantOf(clock) });
        hasBegun ||= seen.value.testing === true;
      }
      const passedMs = clock.nowMs() - startedMs;
      if (!hasBegun && passedMs > TEST_BEGINS_MS) return err(fail('device_error', 'the UPS did not begin its test'));
      if (passedMs > TEST_DEADLINE_MS) return err(fail('timeout', 'the UPS did not end its test'));
    }
  }

  return {
    class: 'ups',
    start: () => queue.start(),
    report: record.report,
    // Nobody is waited for: a test goes on to its end.
    cancel: () => undefined,
    test,
    async close() {
      closed = true;
      poller.stop();
      await queue.close();
    },
  };
}
