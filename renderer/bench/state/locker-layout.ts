import type { CompartmentSize } from '../../../contracts/device/device.ts';

/** Heights of the drawn doors, in units of the smallest. */
const UNITS: Readonly<Record<CompartmentSize, number>> = { small: 1, medium: 2, large: 3 };

export interface PlacedCompartment {
  /** Counts from 1, as on the doors. */
  readonly compartment: number;
  readonly size: CompartmentSize;
  readonly column: number;
  /** From the top, and how high, in units of the smallest door. */
  readonly top: number;
  readonly height: number;
}

export interface LockerLayout {
  readonly columns: number;
  /** Height of the tallest column in units. */
  readonly rows: number;
  readonly places: readonly PlacedCompartment[];
}

/**
 * Stands compartments in columns in their order, each as high as its size: a column is closed when it has its share of
 * the whole height, so that all columns end about level.
 */
export function layOutLocker(sizes: readonly CompartmentSize[], columns: number): LockerLayout {
  const total = sizes.reduce((sum, size) => sum + UNITS[size], 0);
  const share = total / columns;
  const places: PlacedCompartment[] = [];
  let column = 0;
  let top = 0;
  let before = 0;
  sizes.forEach((size, index) => {
    const height = UNITS[size];
    const isPastShare = before + height / 2 > share * (column + 1);
    if (top > 0 && isPastShare && column < columns - 1) {
      column++;
      top = 0;
    }
    places.push({ compartment: index + 1, size, column, top, height });
    top += height;
    before += height;
  });
  const rows = Math.max(1, ...places.map((each) => each.top + each.height));
  return { columns, rows, places };
}
