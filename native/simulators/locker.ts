import type { LockerName } from '../locker/boards.ts';
import { createBase } from './base.ts';
import { board8a } from './locker-8a.ts';
import type { BoardKind, BoardMachine } from './locker-board.ts';
import { createCabinet } from './locker-cabinet.ts';
import { cu16Board } from './locker-cu16.ts';
import { cu48Board } from './locker-cu48.ts';
import { modbusBoard } from './locker-modbus.ts';
import type { LockerSimulator, SimulatorOptions } from './types.ts';

/** The boards that a locker can have. */
const boards: { readonly [D in LockerName]: BoardKind<D> } = {
  'kerong-cu16': cu16Board,
  'kerong-cu48': cu48Board,
  'locker-8a': board8a,
  'modbus-locker': modbusBoard,
};

/** A locker with its board, locks, doors and, where the board has them, infrared sensors. */
export function startLockerSimulator(options: SimulatorOptions<LockerName>): LockerSimulator {
  // The table's type keeps each board and its options together; an index loses that.
  const kind = boards[options.driver] as BoardKind<LockerName>;
  const base = createBase({
    ...options,
    class: 'locker',
    onBytes: (bytes) => machine.take(bytes),
    onUnplug: () => machine.reset(),
    readdress: kind.readdress,
  });
  const { clock, reply, complain, changed } = base;
  const cabinet = createCabinet({ count: options.sizes.length, clock, complain, changed });
  const machine: BoardMachine = kind.start(options, { cabinet, clock, reply, complain });

  return {
    ...base.simulator,
    pulses: cabinet.pulses,
    compartments: cabinet.compartments,
    sensors: cabinet.sensors,
    closeDoor: (compartment) => cabinet.setOpen(compartment, false),
    openDoor: (compartment) => cabinet.setOpen(compartment, true),
    putItem: (compartment) => cabinet.setItem(compartment, true),
    takeItem: (compartment) => cabinet.setItem(compartment, false),
    stick: cabinet.stick,
    flicker: cabinet.flicker,
  };
}
