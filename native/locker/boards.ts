import type { ProfileOf } from '../../contracts/device/profile.ts';
import type { BoardContext, LockerBoard } from './board.ts';
import { createKerongCu16 } from './kerong-cu16/board.ts';
import { createKerongCu48 } from './kerong-cu48/board.ts';
import { createLocker8a } from './locker-8a/board.ts';
import { createModbusLocker } from './modbus-locker/board.ts';

export type LockerName = 'kerong-cu16' | 'kerong-cu48' | 'locker-8a' | 'modbus-locker';
export type LockerProfile = ProfileOf<LockerName>;

type Maker<D extends LockerName> = (profile: ProfileOf<D>, context: BoardContext) => LockerBoard;

/** The families of lock boards. */
const makers: { readonly [D in LockerName]: Maker<D> } = {
  'kerong-cu16': createKerongCu16,
  'kerong-cu48': createKerongCu48,
  'locker-8a': createLocker8a,
  'modbus-locker': createModbusLocker,
};

export function createBoard(profile: LockerProfile, context: BoardContext): LockerBoard {
  // The table's type keeps each name and its profile together; the compiler cannot follow that through an index.
  const make = makers[profile.driver] as Maker<LockerName>;
  return make(profile, context);
}
