import { FLASH_ON, pulseOf } from '../locker/modbus-locker/pulse.ts';
import { COIL_OFF, WRITE_COIL } from '../modbus/protocol.ts';
import { type BoardKind, createEars } from './locker-board.ts';
import { answerModbus, modbusRequestRule, type Refusal, readdressModbus } from './modbus-board.ts';

/** A solenoid that is held longer than this burns. */
const MAX_ON_MS = 4_000;
const FLASH_STEP_MS = 100;
/** How long a relay stays on by "momentary". */
const MOMENTARY_MS = 1_000;

/** A relay board on Modbus-RTU with a lock at each relay and a door contact at each input. */
export const modbusBoard: BoardKind<'modbus-locker'> = {
  readdress: readdressModbus,
  start(options, world) {
    const { cabinet, clock, reply, complain } = world;
    const { on } = pulseOf(options);
    const count = options.sizes.length;
    const relays: boolean[] = Array.from({ length: options.firstRelay + count }, () => false);
    const inputCount = Math.ceil((options.firstInput + count) / 8) * 8;
    /** Counts up with each switching, so that a timer knows whether it is still about the same one. */
    const switched: number[] = relays.map(() => 0);

    function set(relay: number, value: boolean): void {
      const was = relays[relay];
      relays[relay] = value;
      const turn = (switched[relay] ?? 0) + 1;
      switched[relay] = turn;
      if (!value || was) return;
      cabinet.pulse(relay - options.firstRelay);
      clock.after(MAX_ON_MS, () => {
        if (switched[relay] === turn) complain(`the coil of relay ${relay} burns`);
      });
    }

    function setFor(relay: number, forMs: number): void {
      set(relay, true);
      const turn = switched[relay];
      clock.after(forMs, () => {
        if (switched[relay] === turn) set(relay, false);
      });
    }

    function write(fn: number, address: number, value: number): Refusal | null {
      if (fn === WRITE_COIL && value === COIL_OFF && address < FLASH_ON) {
        if (address >= relays.length) return 'address';
        set(address, false);
        return null;
      }
      if (fn !== on.fn) return 'function';
      const lock = address - on.address(0);
      if (lock < 0 || lock >= count) return 'address';
      const relay = options.firstRelay + lock;
      if (options.pulse === 'flash') setFor(relay, value * FLASH_STEP_MS);
      else if (value !== on.value) return 'value';
      else if (options.pulse === 'register') setFor(relay, MOMENTARY_MS);
      else set(relay, true);
      return null;
    }

    const inputs = () => {
      const values: boolean[] = Array.from({ length: inputCount }, () => false);
      cabinet.readDoors().forEach((open, index) => {
        values[options.firstInput + index] = open === (options.closedWhen === 0);
      });
      return values;
    };

    const terminals = { unit: options.unit, coils: () => relays, inputs, write, complain };
    const ears = createEars(modbusRequestRule, world, (request) => {
      const answer = answerModbus(request, terminals);
      if (answer) reply(answer);
    });
    return {
      take: ears.take,
      reset() {
        ears.reset();
        // Without power no relay holds.
        for (const relay of relays.keys()) set(relay, false);
      },
    };
  },
};
