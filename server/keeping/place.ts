import { getTableColumns, getTableName, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Reader, VisitSeal } from './vault.ts';

type RowOf<T extends PgTable> = T['$inferSelect'];
type Name<T extends PgTable> = keyof RowOf<T> & string;

/** What stands in the place of a seal whose time is over: nothing of it is left, and nothing is to be sealed. */
export const ENDED = new Uint8Array(0);

/** A table as `upkeep` goes through it, whatever it holds. */
export interface SealedPlace {
  readonly table: PgTable;
  readonly columns: { readonly id: PgColumn; readonly sealed: PgColumn; readonly owner: PgColumn };
  /** Whether `owner` is the visit itself, or a case of it. */
  readonly ownedBy: 'visit' | 'case';
  /** Whether a row that has no seal says something that it should not say in clear. */
  readonly inClear: SQL;
  readonly idOf: (row: Record<string, unknown>) => string;
  readonly ownerOf: (row: Record<string, unknown>) => string;
  /** Column of the seal, as a row calls it. */
  readonly sealedName: string;
  /** A row's seal and blanks. */
  readonly sealRow: (seal: VisitSeal, row: Record<string, unknown>) => Record<string, unknown>;
}

interface PlaceSpec<T extends PgTable, K extends Name<T>, S extends Name<T>, I extends Name<T>> {
  readonly id: I;
  /** Column of the seal. */
  readonly sealed: S;
  /** Column that leads to the visit. */
  readonly owner: readonly ['visit' | 'case', Name<T>];
  readonly inClear: SQL;
  /** What of the values stands in clear: what they say of nobody. Also what remains of them at their end. */
  readonly blank: (values: Pick<RowOf<T>, K>) => Pick<RowOf<T>, K>;
  /** Whether there is anything to seal. */
  readonly says: (values: Pick<RowOf<T>, K>) => boolean;
  /** For values that are no JSON. */
  readonly pack?: (values: Pick<RowOf<T>, K>) => unknown;
  readonly unpack?: (packed: never) => Pick<RowOf<T>, K>;
}

/** Columns of a table whose values lie in a seal of their row, while they themselves hold blanks. */
export interface Place<T extends PgTable, K extends Name<T>, S extends Name<T>, I extends Name<T>> extends SealedPlace {
  /** What the row with this id holds of the values: their seal, and blanks. */
  close(seal: VisitSeal, id: string, values: Pick<RowOf<T>, K>): Pick<RowOf<T>, K | S>;
  /** The same, asking for the key of the visit only when there is anything to seal. */
  keep(work: Reader, visitId: string, id: string, values: Pick<RowOf<T>, K>): Promise<Pick<RowOf<T>, K | S>>;
  /** The row with its values. One that was stored in clear, or whose time is over, stays as it is. */
  open<R extends Pick<RowOf<T>, K | S | I>>(seal: VisitSeal, row: R): R;
}

/** Declares such columns. The seal is bound to table, column and row. */
export function place<T extends PgTable, const K extends Name<T>, const S extends Name<T>, const I extends Name<T>>(
  table: T,
  keys: readonly K[],
  spec: PlaceSpec<T, K, S, I>,
): Place<T, K, S, I> {
  type Values = Pick<RowOf<T>, K>;
  const columns = getTableColumns(table);
  const { sealed, id, owner, blank, says, inClear } = spec;
  const column = (name: string): PgColumn => {
    const found = columns[name];
    if (!found) throw new Error(`there is no column ${name}`);
    return found;
  };
  const ids = { id: column(id), sealed: column(sealed), owner: column(owner[1]) };
  const nameOf = (rowId: string) => `${getTableName(table)}.${ids.sealed.name} ${rowId}`;
  const only = (row: object): Values =>
    Object.fromEntries(keys.map((key) => [key, (row as Record<string, unknown>)[key]])) as Values;

  const nothing = (values: Values) => ({ ...blank(values), [sealed]: null }) as unknown as Pick<RowOf<T>, K | S>;

  function close(seal: VisitSeal, rowId: string, values: Values): Pick<RowOf<T>, K | S> {
    if (!says(values)) return nothing(values);
    const held = seal.seal(nameOf(rowId), spec.pack ? spec.pack(values) : values);
    return { ...nothing(values), [sealed]: held };
  }

  return {
    table,
    columns: ids,
    ownedBy: owner[0],
    inClear,
    idOf: (row) => String(row[id]),
    ownerOf: (row) => String(row[owner[1]]),
    sealedName: sealed,
    close,
    sealRow: (seal, row) => close(seal, String(row[id]), only(row)) as Record<string, unknown>,
    async keep({ db, vault }, visitId, rowId, values) {
      return says(values) ? close(await vault.sealFor(db, visitId), rowId, values) : nothing(values);
    },
    open(seal, row) {
      const { [sealed]: held, [id]: rowId } = row as Record<string, unknown>;
      if (!(held instanceof Uint8Array) || held.length === 0) return row;
      const packed = seal.open(nameOf(String(rowId)), held);
      if (packed === undefined) return row;
      return { ...row, ...(spec.unpack ? spec.unpack(packed as never) : (packed as Values)) };
    },
  };
}
