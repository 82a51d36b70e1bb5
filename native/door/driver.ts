import type { ProfileOf } from '../../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { delay, instantOf } from '../../contracts/time.ts';
import { createDeviceRecord, type DoorDriver, type DriverContext, unreachable } from '../driver.ts';
import { createPoller } from '../poller.ts';
import { createCommandQueue } from '../transport/command-queue.ts';
import {
  bitAt,
  COIL_OFF,
  COIL_ON,
  READ_COILS,
  READ_INPUTS,
  type Reply,
  readRequest,
  replyRule,
  WRITE_COIL,
  writeCoil,
} from './protocol.ts';
import { type Bit, type DoorStatus, doorStatusOf, UNKNOWN_DOOR } from './status.ts';

/** Relay boards answer within 100 ms. */
const REPLY_TIMEOUT_MS = 300;
const ATTEMPTS = 3;
/** Longer than 3.5 characters at 9600 baud (4 ms): cheap boards lose a request that follows a reply closely. */
const FRAME_GAP_MS = 6;
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

  const queue = createCommandQueue<Reply>({
    line: { path: profile.line.port, baudRate: profile.line.baudRate },
    openPort: context.openPort,
    clock,
    rule: replyRule,
    gapMs: FRAME_GAP_MS,
    onUp: () => poller.start(),
    onDown(error) {
      poller.stop();
      lose(error);
    },
    onFrame: () => undefined,
  });
  const record = createDeviceRecord<DoorStatus>(
    { id: profile.id, model: 'Modbus-RTU I/O board', port: profile.line.port },
    { class: 'door', presence: true, lights: true },
    UNKNOWN_DOOR,
    queue.statistics,
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
    record.set({ ...unreachable(error), status: UNKNOWN_DOOR });
  }

  async function exchange<T>(
    name: string,
    request: Uint8Array,
    fn: number,
    take: (reply: Reply) => T | undefined,
  ): Promise<Result<T, XiaowuError>> {
    const result = await queue.run<{ value: T } | { exception: number }>({
      name,
      request,
      timeoutMs: REPLY_TIMEOUT_MS,
      attempts: ATTEMPTS,
      reply(frame) {
        if (frame.unit !== profile.unit) return undefined;
        if (frame.kind === 'exception') return (frame.fn & 0x7f) === fn ? { exception: frame.code } : undefined;
        const value = take(frame);
        return value === undefined ? undefined : { value };
      },
    });
    if (!result.ok) {
      if (queue.isUp) lose(result.error);
      return result;
    }
    if ('value' in result.value) return ok(result.value.value);
    const error = fail('device_error', `${name}: the board refused with exception ${result.value.exception}`);
    record.set({
      state: 'hardwareError',
      fault: { code: error.code, cause: error.detail ?? '', action: 'configuration' },
      status: UNKNOWN_DOOR,
    });
    return err(error);
  }

  function readBits(fn: typeof READ_COILS | typeof READ_INPUTS, span: Span): Promise<Result<Uint8Array, XiaowuError>> {
    const request = readRequest.encode({ unit: profile.unit, fn, ...span });
    const bytes = Math.ceil(span.count / 8);
    return exchange(fn === READ_COILS ? 'read coils' : 'read inputs', request, fn, (reply) =>
      reply.kind === 'bits' && reply.fn === fn && reply.bits.length === bytes ? reply.bits : undefined,
    );
  }

  function setCoil(coil: number, bit: Bit): Promise<Result<true, XiaowuError>> {
    const value = bit === 1 ? COIL_ON : COIL_OFF;
    return exchange(
      'write coil',
      writeCoil.encode({ unit: profile.unit, fn: WRITE_COIL, coil, value }),
      WRITE_COIL,
      (reply) => (reply.kind === 'written' && reply.coil === coil && reply.value === value ? true : undefined),
    );
  }

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
    start: () => queue.start(),
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
      await queue.close();
    },
  };
}

function spanOf(a: number, b: number): Span {
  const first = Math.min(a, b);
  return { first, count: Math.max(a, b) - first + 1 };
}
