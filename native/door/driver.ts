import type { ProfileOf } from '../../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { delay, instantOf } from '../../contracts/time.ts';
import { createDeviceRecord, type DoorDriver, type DriverContext, misconfigured, unreachable } from '../driver.ts';
import { bitAt, COIL_OFF, COIL_ON, READ_COILS, READ_INPUTS, WRITE_COIL } from '../modbus/protocol.ts';
import { createModbusUnit } from '../modbus/unit.ts';
import { createPoller } from '../poller.ts';
import { type Bit, type DoorStatus, doorStatusOf, UNKNOWN_DOOR } from './status.ts';

const UNLOCK_POLL_MS = 40;
const OFFLINE_POLL_MS = 1_000;

type Span = { first: number; count: number };

export function createDoorDriver(profile: ProfileOf<'modbus-door'>, context: DriverContext): DoorDriver {
  const { clock, push } = context;
  const coils = spanOf(profile.lockCoil, profile.lightsCoil);
  const inputs = spanOf(profile.leafInput, profile.presenceInput);
  const told: { leaf: DoorStatus['leaf']; presence: DoorStatus['presence'] } = { leaf: 'unknown', presence: 'unknown' };
  const releasedBit = profile.unlockedWhen;
  const lockedBit: Bit = releasedBit === 1 ? 0 : 1;
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
  const poller = createPoller(
    clock,
    () => (record.state === 'online' ? profile.pollMs : OFFLINE_POLL_MS),
    async () => {
      const seen = await readStatus();
      // A lock left released by a host that died, or by a write that got lost, is locked again.
      if (seen.ok && seen.value.lock === 'unlocked' && unlocking === 0) await setCoil(profile.lockCoil, lockedBit);
    },
  );

  function lose(error: XiaowuError): void {
    // A board that answers and refuses is not wired, or not the board, that the profile says.
    const { state, fault } = error.code === 'device_error' ? misconfigured(error) : unreachable(error);
    record.set({ state, fault, status: UNKNOWN_DOOR });
  }

  /** What cannot be read or written is a state of the device; without a port the link has already said why. */
  function noted<T>(result: Result<T, XiaowuError>): Result<T, XiaowuError> {
    if (!result.ok && board.queue.isUp) lose(result.error);
    return result;
  }

  const readBits = async (fn: typeof READ_COILS | typeof READ_INPUTS, span: Span) =>
    noted(await board.readBits(fn, span));

  const setCoil = async (coil: number, bit: Bit) =>
    noted(await board.write(WRITE_COIL, coil, bit === 1 ? COIL_ON : COIL_OFF));

  async function readStatus(): Promise<Result<DoorStatus, XiaowuError>> {
    const inputBits = await readBits(READ_INPUTS, inputs);
    if (!inputBits.ok) return inputBits;
    const coilBits = await readBits(READ_COILS, coils);
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
    record.set({ state: 'online', fault: null, status });
    tellChanges(status);
    return ok(status);
  }

  function tellChanges({ leaf, presence }: DoorStatus): void {
    const at = instantOf(clock);
    if (leaf !== 'unknown' && leaf !== told.leaf) {
      told.leaf = leaf;
      push('door.changed', { leaf, at });
    }
    if (presence !== 'unknown' && presence !== told.presence) {
      told.presence = presence;
      push('presence.changed', { presence, at });
    }
  }

  async function unlock(holdMs: number): ReturnType<DoorDriver['unlock']> {
    unlocking += 1;
    const released = await setCoil(profile.lockCoil, releasedBit);
    const result = released.ok ? await waitOpen(clock.nowMs() + holdMs) : released;
    unlocking -= 1;
    // Locked again at once, also after a failure: the release may have reached the board. When this write is lost,
    // the poll finds the lock released and repeats it.
    if (unlocking === 0) await setCoil(profile.lockCoil, lockedBit);
    return result;
  }

  async function waitOpen(deadlineMs: number): ReturnType<DoorDriver['unlock']> {
    for (;;) {
      const seen = await readStatus();
      if (seen.ok && seen.value.leaf === 'open') return ok({ unlockedAt: instantOf(clock) });
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
    cancel: () => undefined,
    unlock,
    async setLights(on) {
      const written = await setCoil(profile.lightsCoil, on ? 1 : 0);
      if (!written.ok) return written;
      const seen = await readStatus();
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
