import type { ProfileOf } from '../../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { delay, instantOf } from '../../contracts/time.ts';
import { createDeviceRecord, type DoorDriver, type DriverContext, misconfigured, unreachable } from '../driver.ts';
import { bitAt, COIL_OFF, COIL_ON, READ_COILS, READ_INPUTS, WRITE_COIL } from '../modbus/protocol.ts';
import { createModbusUnit } from '../modbus/unit.ts';
import { createPoller } from '../poller.ts';
import { createSteady } from '../steady.ts';
import { type Bit, type DoorStatus, doorStatusOf, UNKNOWN_DOOR } from './status.ts';

const UNLOCK_POLL_MS = 40;
/** A shut and empty booth is looked at this much more seldom. */
const QUIET_FACTOR = 2;
/** A reading that differs is looked at again this soon. */
const CONFIRM_MS = 40;
/** So many readings in a row must say open: one alone may be an old reply, or a flicker of the contact. */
const PROOF_READINGS = 2;
/** An old reply in front of the right one comes with it or just before it: for so long the last reply counts, where it matters. */
const SETTLE_MS = 10;
const OFFLINE_POLL_MS = 1_000;
/** Coils change by our own hand, after which they are looked at at once; otherwise this often, in case the board restarted. */
const COILS_LOOK_MS = 1_000;

type Span = { first: number; count: number };

export function createDoorDriver(profile: ProfileOf<'modbus-door'>, context: DriverContext): DoorDriver {
  const { clock, push } = context;
  const coils = spanOf(profile.lockCoil, profile.lightsCoil);
  const inputs = spanOf(profile.leafInput, profile.presenceInput);
  const told: { leaf: DoorStatus['leaf']; presence: DoorStatus['presence'] } = { leaf: 'unknown', presence: 'unknown' };
  const releasedBit = profile.unlockedWhen;
  const lockedBit: Bit = releasedBit === 1 ? 0 : 1;
  /** Coils as they were last read; null when a write or a lost board made that old. */
  let knownCoils: { bits: Uint8Array; atMs: number } | null = null;
  const leaf = createSteady<DoorStatus['leaf']>('unknown');
  const presence = createSteady<DoorStatus['presence']>('unknown');
  /** In a row, since the board answers. */
  let readings = 0;
  let cancelled = 0;
  /** How many unlock commands want the lock released now; at 0 the coil belongs to "locked". */
  let unlocking = 0;

  const board = createModbusUnit({
    ...context,
    deviceId: profile.id,
    line: { path: profile.line.port, baudRate: profile.line.baudRate },
    unit: profile.unit,
    onUp: () => poller.start(),
    onDown(error) {
      poller.stop();
      lose(error);
    },
  });
  const record = createDeviceRecord<DoorStatus>(
    { id: profile.id, model: 'Modbus-RTU I/O board', port: profile.line.port },
    { class: 'door', presence: true, lights: true },
    UNKNOWN_DOOR,
    board.queue.statistics,
    context,
  );
  const poller = createPoller(clock, pauseMs, async () => {
    // Whoever unlocks reads by himself, and oftener.
    if (unlocking > 0) return;
    const doubtful = record.state !== 'online' || leaf.unconfirmed || presence.unconfirmed;
    const seen = await readStatus(doubtful ? SETTLE_MS : 0);
    // A lock left released by a host that died, or by a write that got lost, is locked again.
    if (seen.ok && seen.value.lock === 'unlocked' && unlocking === 0) await setCoil(profile.lockCoil, lockedBit);
  });

  function pauseMs(): number {
    if (leaf.unconfirmed || presence.unconfirmed) return Math.min(CONFIRM_MS, profile.pollMs);
    if (record.state !== 'online') return OFFLINE_POLL_MS;
    const { leaf: leafNow, presence: presenceNow } = record.status;
    const isQuiet = leafNow === 'closed' && presenceNow === 'absent';
    return isQuiet ? profile.pollMs * QUIET_FACTOR : profile.pollMs;
  }

  function lose(error: XiaowuError): void {
    leaf.reset();
    presence.reset();
    readings = 0;
    knownCoils = null;
    // A board that answers and refuses is not wired, or not the board, that the profile says.
    const { state, fault } = error.code === 'device_error' ? misconfigured(error) : unreachable(error);
    record.set({ state, fault, status: UNKNOWN_DOOR });
  }

  /** What cannot be read or written is a state of the device; without a port the link has already said why. */
  function noted<T>(result: Result<T, XiaowuError>): Result<T, XiaowuError> {
    if (!result.ok && board.queue.isUp) lose(result.error);
    return result;
  }

  const readBits = async (fn: typeof READ_COILS | typeof READ_INPUTS, span: Span, settleMs: number) =>
    noted(await board.readBits(fn, span, settleMs));

  async function setCoil(coil: number, bit: Bit) {
    const written = noted(await board.write(WRITE_COIL, coil, bit === 1 ? COIL_ON : COIL_OFF));
    knownCoils = null;
    return written;
  }

  async function readCoils(settleMs: number): Promise<Result<Uint8Array, XiaowuError>> {
    if (knownCoils && clock.nowMs() - knownCoils.atMs < COILS_LOOK_MS) return ok(knownCoils.bits);
    const bits = await readBits(READ_COILS, coils, settleMs);
    if (bits.ok) knownCoils = { bits: bits.value, atMs: clock.nowMs() };
    return bits;
  }

  async function readStatus(settleMs: number): Promise<Result<DoorStatus, XiaowuError>> {
    const inputBits = await readBits(READ_INPUTS, inputs, settleMs);
    if (!inputBits.ok) return inputBits;
    const coilBits = await readCoils(settleMs);
    if (!coilBits.ok) return coilBits;
    const status = doorStatusOf(
      {
        lock: bitAt(coilBits.value, profile.lockCoil - coils.first),
        lights: bitAt(coilBits.value, profile.lightsCoil - coils.first),
        leaf: bitAt(inputBits.value, profile.leafInput - inputs.first),
        presence: bitAt(inputBits.value, profile.presenceInput - inputs.first),
      },
      profile,
    );
    const held = { ...status, leaf: leaf.take(status.leaf), presence: presence.take(status.presence) };
    readings += 1;
    // Nothing is said before the first words are sure, or the contacts flicker.
    if (readings > 1 || !(leaf.unconfirmed || presence.unconfirmed)) {
      record.set({ state: 'online', fault: null, status: held });
      tellChanges(held);
    }
    return ok(status);
  }

  function tellChanges(now: DoorStatus): void {
    const at = instantOf(clock);
    if (now.leaf !== 'unknown' && now.leaf !== told.leaf) {
      told.leaf = now.leaf;
      push('door.changed', { leaf: now.leaf, at });
    }
    if (now.presence !== 'unknown' && now.presence !== told.presence) {
      told.presence = now.presence;
      push('presence.changed', { presence: now.presence, at });
    }
  }

  async function unlock(holdMs: number): ReturnType<DoorDriver['unlock']> {
    unlocking += 1;
    const released = await setCoil(profile.lockCoil, releasedBit);
    const result = released.ok ? await waitOpen(clock.nowMs() + holdMs) : released;
    unlocking -= 1;
    // Proof takes the last of several replies and a poll the first: both may be the same one.
    leaf.breakOff();
    presence.breakOff();
    // Locked again at once, also after a failure: the release may have reached the board. When this write is lost,
    // the poll finds the lock released and repeats it.
    if (unlocking === 0) await setCoil(profile.lockCoil, lockedBit);
    return result;
  }

  async function waitOpen(deadlineMs: number): ReturnType<DoorDriver['unlock']> {
    const own = cancelled;
    let inARow = 0;
    for (;;) {
      const seen = await readStatus(SETTLE_MS);
      inARow = seen.ok && seen.value.leaf === 'open' ? inARow + 1 : 0;
      if (inARow >= PROOF_READINGS) return ok({ unlockedAt: instantOf(clock) });
      if (inARow > 0) continue;
      if (own !== cancelled) return err(fail('cancelled', 'the lock was released, nobody waits for the leaf any more'));
      if (clock.nowMs() >= deadlineMs) {
        return seen.ok ? err(fail('not_opened', 'the lock was released, the leaf stayed closed')) : seen;
      }
      await delay(clock, UNLOCK_POLL_MS);
    }
  }

  return {
    class: 'door',
    start: () => board.queue.start(),
    report: record.report,
    cancel() {
      cancelled += 1;
    },
    unlock,
    async setLights(on) {
      const written = await setCoil(profile.lightsCoil, on ? 1 : 0);
      if (!written.ok) return written;
      const seen = await readStatus(SETTLE_MS);
      if (!seen.ok) return seen;
      if (seen.value.lights !== (on ? 'on' : 'off'))
        return err(fail('device_error', 'the coil of the lights did not follow'));
      return ok(undefined);
    },
    async close() {
      poller.stop();
      await board.queue.close();
    },
  };
}

function spanOf(a: number, b: number): Span {
  const first = Math.min(a, b);
  return { first, count: Math.max(a, b) - first + 1 };
}
