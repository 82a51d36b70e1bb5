import type { CompartmentState } from '../../contracts/device/device.ts';
import type { ProfileOf } from '../../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { delay, instantOf } from '../../contracts/time.ts';
import { createDeviceRecord, type DriverContext, type LockerDriver, unreachable } from '../driver.ts';
import { createPoller } from '../poller.ts';
import { createCommandQueue } from '../transport/command-queue.ts';
import { encodeGetStatus, encodeUnlock, type StatusReply, statusReplyRule, targetOf } from './protocol.ts';
import { compartmentsOf, unknownCompartments } from './status.ts';

/** Public code on real boards waits up to 1 s; at 19200 baud a reply is on the line for 5 ms. */
const REPLY_TIMEOUT_MS = 400;
const STATUS_ATTEMPTS = 3;
/** Boards need a pause after a command before they hear the next. */
const COMMAND_GAP_MS = 25;
/** How long a door may take to spring open after its pulse before it counts as stuck. */
const OPEN_DEADLINE_MS = 3_000;
const OPEN_POLL_MS = 40;
/** Between the pulses of two locks: two coils at once draw more than the usual supply gives. */
const MIN_PULSE_GAP_MS = 500;
/** A board that fell silent is asked this often. */
const OFFLINE_POLL_MS = 1_000;

export function createLockerDriver(profile: ProfileOf<'kerong-cu16'>, context: DriverContext): LockerDriver {
  const { clock, push } = context;
  const { address } = profile;
  const nothingKnown = { class: 'locker' as const, compartments: unknownCompartments(profile.sizes.length) };
  /** The last thing told of each compartment: silence in between is no change. */
  const told = new Map<number, CompartmentState>();
  let lastPulse: { compartment: number; atMs: number } | null = null;

  const queue = createCommandQueue<StatusReply>({
    line: { path: profile.line.port, baudRate: profile.line.baudRate },
    openPort: context.openPort,
    clock,
    rule: statusReplyRule,
    gapMs: COMMAND_GAP_MS,
    onUp: () => poller.start(),
    onDown(error) {
      poller.stop();
      lose(error);
    },
    onFrame: () => undefined,
  });
  const record = createDeviceRecord(
    { id: profile.id, model: 'KERONG CU16', port: profile.line.port },
    { class: 'locker', sizes: profile.sizes, itemSensor: profile.infrared },
    nothingKnown,
    queue.statistics,
    context,
  );
  const poller = createPoller(
    clock,
    () => (record.state === 'online' ? profile.pollMs : OFFLINE_POLL_MS),
    async () => {
      await readStatus();
    },
  );

  const isOurs = (frame: StatusReply) => (frame.target === targetOf(address) ? frame : undefined);

  function lose(error: XiaowuError): void {
    record.set({ ...unreachable(error), status: nothingKnown });
  }

  async function readStatus(): Promise<Result<CompartmentState[], XiaowuError>> {
    const reply = await queue.run({
      name: 'get status',
      request: encodeGetStatus(address),
      reply: isOurs,
      timeoutMs: REPLY_TIMEOUT_MS,
      attempts: STATUS_ATTEMPTS,
    });
    if (!reply.ok) {
      // Without a port the link has already said why.
      if (queue.isUp) lose(reply.error);
      return reply;
    }
    const compartments = compartmentsOf(reply.value, profile);
    record.set({ state: 'online', fault: null, status: { class: 'locker', compartments } });
    tellChanges(compartments);
    return ok(compartments);
  }

  function tellChanges(compartments: CompartmentState[]): void {
    for (const now of compartments) {
      const before = told.get(now.compartment);
      if (now.door === 'unknown' || (before?.door === now.door && before.item === now.item)) continue;
      told.set(now.compartment, now);
      push('compartment.changed', { ...now, door: now.door, at: instantOf(clock) });
    }
  }

  async function open(compartment: number): ReturnType<LockerDriver['open']> {
    if (compartment > profile.sizes.length) {
      return err(fail('not_found', `${profile.id} has ${profile.sizes.length} compartments`));
    }
    if (lastPulse && lastPulse.compartment !== compartment) {
      const restMs = lastPulse.atMs + MIN_PULSE_GAP_MS - clock.nowMs();
      if (restMs > 0) await delay(clock, restMs);
    }
    // One attempt: a pulse that may have been given is never given again by the machine's own decision.
    const pulse = await queue.run<StatusReply | undefined>({
      name: 'unlock',
      request: encodeUnlock(address, compartment),
      reply: profile.unlockReply === 'status' ? isOurs : null,
      timeoutMs: REPLY_TIMEOUT_MS,
      attempts: 1,
    });
    lastPulse = { compartment, atMs: clock.nowMs() };
    // A missing reply to the pulse says nothing: the sensor decides. A missing port does.
    if (!pulse.ok && pulse.error.code !== 'device_no_reply') return pulse;

    const deadlineMs = clock.nowMs() + OPEN_DEADLINE_MS;
    for (;;) {
      const seen = await readStatus();
      if (seen.ok && seen.value[compartment - 1]?.door === 'open') return ok({ openedAt: instantOf(clock) });
      if (clock.nowMs() >= deadlineMs) {
        return seen.ok ? err(fail('not_opened', `compartment ${compartment} stayed closed after its pulse`)) : seen;
      }
      await delay(clock, OPEN_POLL_MS);
    }
  }

  /** Opens one after the other: two pulses at once would mix up whose evidence is whose. */
  let last: Promise<unknown> = Promise.resolve();

  return {
    class: 'locker',
    start: () => queue.start(),
    report: record.report,
    cancel: () => undefined,
    open(compartment) {
      const done = last.then(() => open(compartment));
      last = done;
      return done;
    },
    async close() {
      poller.stop();
      await queue.close();
    },
  };
}
