import type { ProfileOf } from '../../../contracts/device/profile.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import { ok, type Result } from '../../../contracts/result.ts';
import { delay } from '../../../contracts/time.ts';
import { COIL_OFF, READ_INPUTS, WRITE_COIL } from '../../modbus/protocol.ts';
import { createModbusUnit } from '../../modbus/unit.ts';
import type { BoardContext, LockerBoard } from '../board.ts';
import { compartmentsOf } from '../status.ts';
import { pulseOf } from './pulse.ts';

/** Boards are asked for whole bytes of inputs: some answer no other count. */
const INPUTS_PER_BYTE = 8;

export function createModbusLocker(profile: ProfileOf<'modbus-locker'>, context: BoardContext): LockerBoard {
  const { clock } = context;
  const count = profile.sizes.length;
  const inputs = {
    first: 0,
    count: Math.ceil((profile.firstInput + count) / INPUTS_PER_BYTE) * INPUTS_PER_BYTE,
  };
  const { on, heldByHost } = pulseOf(profile);
  const relays = Array.from({ length: count }, (_, index) => profile.firstRelay + index);
  /** Relays that the host must let go, with the time from which on. */
  const owed = new Map<number, number>();

  const modbus = createModbusUnit({
    ...context,
    deviceId: profile.id,
    line: { path: profile.line.port, baudRate: profile.line.baudRate },
    unit: profile.unit,
    gapMs: profile.gapMs,
  });

  /** Switches off what is on longer than ordered. What fails stays owed, and is paid before the next look. */
  async function letGo(): Promise<Result<unknown, XiaowuError>> {
    for (const [relay, fromMs] of [...owed]) {
      if (fromMs > clock.nowMs()) continue;
      const off = await modbus.write(WRITE_COIL, relay, COIL_OFF);
      if (!off.ok) return off;
      owed.delete(relay);
    }
    return ok(undefined);
  }

  return {
    model: 'Modbus-RTU relay board',
    itemSensor: false,
    queue: modbus.queue,
    connected() {
      // A host that died in the middle of a pulse left its relay on, and a coil in a lock burns.
      if (heldByHost) for (const relay of relays) owed.set(relay, clock.nowMs());
    },
    async readStatus({ settleMs }) {
      const free = await letGo();
      if (!free.ok) return free;
      const reply = await modbus.readBits(READ_INPUTS, inputs, settleMs);
      if (!reply.ok) return reply;
      const bits = shiftDown(reply.value, profile.firstInput);
      return ok(compartmentsOf(count, { bits, setMeans: profile.closedWhen === 1 ? 'closed' : 'open', items: null }));
    },
    async pulse(compartment) {
      const relay = profile.firstRelay + compartment - 1;
      if (heldByHost) owed.set(relay, clock.nowMs() + profile.pulseMs);
      // One attempt: a pulse that may have been given is never given again by the machine's own decision.
      const given = await modbus.write(on.fn, on.address(compartment - 1), on.value, 1);
      if (!heldByHost || (!given.ok && given.error.code === 'device_offline')) return given;
      await delay(clock, profile.pulseMs);
      await letGo();
      return given;
    },
  };
}

/** Bits from the given one on, in the first bit of the first byte. */
function shiftDown(bits: Uint8Array, by: number): Uint8Array {
  const from = bits.subarray(by >> 3);
  return from.map((byte, index) => (byte >> (by & 7)) | ((from[index + 1] ?? 0) << (8 - (by & 7))));
}
