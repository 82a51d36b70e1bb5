import type { CompartmentState } from '../../contracts/device/device.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { delay, instantOf } from '../../contracts/time.ts';
import { createDeviceRecord, type DriverContext, type LockerDriver, misconfigured, unreachable } from '../driver.ts';
import { createPoller } from '../poller.ts';
import { inTurn } from '../transport/turns.ts';
import { createBoard, type LockerProfile } from './boards.ts';
import { createDebounce } from './debounce.ts';
import { unknownCompartments } from './status.ts';

/** How long a door may take to spring open after its pulse before it counts as stuck. */
const OPEN_DEADLINE_MS = 3_000;
const OPEN_POLL_MS = 40;
/** A locker that is shut all over is looked at this much more seldom: nothing opens there but by a pulse or a crowbar. */
const QUIET_FACTOR = 2;
/** So many readings in a row must say open behind a pulse: one alone may be an old reply, or a flicker of the contact. */
const PROOF_READINGS = 2;
/** An old reply in front of the right one comes with it or just before it: for so long the last reply counts, where it matters. */
const SETTLE_MS = 10;
/** Between the pulses of two locks: two coils at once draw more than the usual supply gives. */
const MIN_PULSE_GAP_MS = 500;
/** A reading that differs is looked at again this soon, however slowly the board is polled. */
const CONFIRM_MS = 40;
/** A board that fell silent is asked this often. */
const OFFLINE_POLL_MS = 1_000;

/** One locker on whatever board: proof by sensors, one pulse per order, news of changes only. */
export function createLockerDriver(profile: LockerProfile, context: DriverContext): LockerDriver {
  const { clock, push } = context;
  const unknown = unknownCompartments(profile.sizes.length);
  const nothingKnown = { class: 'locker' as const, compartments: unknown };
  const debounce = createDebounce(profile.sizes.length);
  /** The last thing told of each compartment: silence in between is no change. */
  const told = new Map<number, CompartmentState>();
  const turns = inTurn(clock);
  /** As if one were given at the start: a driver before this one, which was restarted, may just have done so. */
  let lastPulse = { compartment: 0, atMs: clock.nowMs() };
  let opening = false;
  let unconfirmed = false;
  /** In a row, since the board answers. */
  let readings = 0;
  let waitingOrders = new AbortController();

  const board = createBoard(profile, {
    ...context,
    onUp() {
      board.connected?.();
      poller.start();
    },
    onDown(error) {
      poller.stop();
      lose(error);
    },
  });
  const record = createDeviceRecord(
    { id: profile.id, model: board.model, port: profile.line.port },
    { class: 'locker', sizes: profile.sizes, itemSensor: board.itemSensor },
    nothingKnown,
    board.queue.statistics,
    context,
  );
  const poller = createPoller(clock, pauseMs, async () => {
    // Whoever opens reads by himself, and oftener.
    if (!opening) await readStatus(record.state !== 'online' || unconfirmed ? SETTLE_MS : 0);
  });

  function pauseMs(): number {
    if (unconfirmed) return Math.min(CONFIRM_MS, profile.pollMs);
    if (record.state !== 'online') return OFFLINE_POLL_MS;
    const isQuiet = record.status.compartments.every(({ door }) => door === 'closed');
    return isQuiet ? profile.pollMs * QUIET_FACTOR : profile.pollMs;
  }

  function lose(error: XiaowuError): void {
    debounce.reset();
    unconfirmed = false;
    readings = 0;
    // A board that answers and refuses is set up otherwise than the profile says.
    const { state, fault } = error.code === 'device_error' ? misconfigured(error) : unreachable(error);
    record.set({ state, fault, status: nothingKnown });
  }

  async function readStatus(settleMs: number): Promise<Result<CompartmentState[], XiaowuError>> {
    const reading = await board.readStatus({ settleMs });
    if (!reading.ok) {
      // Without a port the link has already said why.
      if (board.queue.isUp) lose(reading.error);
      return reading;
    }
    const { held, unconfirmed: waits } = debounce.take(reading.value);
    unconfirmed = waits;
    readings += 1;
    // Nothing is said before the first words are sure, or contacts flicker: doors unknown would be a false alarm.
    if (!waits || readings > 1) {
      record.set({ state: 'online', fault: null, status: { class: 'locker', compartments: held } });
      tellChanges(held);
    }
    return reading;
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
    if (lastPulse.compartment !== compartment) {
      const restMs = lastPulse.atMs + MIN_PULSE_GAP_MS - clock.nowMs();
      if (restMs > 0) await delay(clock, restMs);
    }
    // The pulse is sent although the sensor may say open already: a broken sensor must not lock anybody out.
    const pulse = await board.pulse(compartment);
    lastPulse = { compartment, atMs: clock.nowMs() };
    // A missing reply to the pulse says nothing: the sensor decides. A missing port or a refusal does.
    if (!pulse.ok && pulse.error.code !== 'device_no_reply') return pulse;
    return proveOpen(compartment, clock.nowMs() + OPEN_DEADLINE_MS);
  }

  async function proveOpen(compartment: number, deadlineMs: number): ReturnType<LockerDriver['open']> {
    let inARow = 0;
    for (;;) {
      const seen = await readStatus(SETTLE_MS);
      inARow = seen.ok && seen.value[compartment - 1]?.door === 'open' ? inARow + 1 : 0;
      if (inARow >= PROOF_READINGS) return ok({ openedAt: instantOf(clock) });
      if (!seen.ok && (!board.queue.isUp || clock.nowMs() >= deadlineMs)) return seen;
      if (inARow === 0) {
        if (clock.nowMs() >= deadlineMs) {
          return err(fail('not_opened', `compartment ${compartment} stayed closed after its pulse`));
        }
        await delay(clock, OPEN_POLL_MS);
      }
    }
  }

  return {
    class: 'locker',
    start: () => board.queue.start(),
    report: record.report,
    cancel() {
      waitingOrders.abort();
      waitingOrders = new AbortController();
    },
    async open(compartment) {
      if (compartment > profile.sizes.length) {
        return err(fail('not_found', `${profile.id} has ${profile.sizes.length} compartments`));
      }
      // One after the other: two pulses at once would mix up whose evidence is whose.
      return turns({ signal: waitingOrders.signal }, async () => {
        opening = true;
        const result = await open(compartment);
        opening = false;
        // Proof takes the last of several replies and a poll the first: both may be the same one.
        debounce.breakOff();
        return result;
      });
    },
    async close() {
      poller.stop();
      await board.queue.close();
    },
  };
}
