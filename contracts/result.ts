/** The outcome of work that may fail in an expected way. What must never happen throws instead. */
export type Result<T, E = XiaowuErrorLike> = Ok<T> | Err<E>;

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

/** The least an error carries, so that `Result` needs no import of the error table. */
interface XiaowuErrorLike {
  readonly code: string;
}

export function ok(): Ok<void>;
export function ok<T>(value: T): Ok<T>;
export function ok<T>(value?: T): Ok<T | undefined> {
  return { ok: true, value };
}

export function err<E>(error: E): Err<E> {
  return { ok: false, error };
}

/** Returns the value, or throws an `Error` that carries the typed error as its cause. For tests and for start-up. */
export function unwrap<T, E>(result: Result<T, E>): T {
  if (result.ok) return result.value;
  throw new Error(`unexpected failure: ${JSON.stringify(result.error)}`, { cause: result.error });
}

/** Marks a branch that exhaustive unions make unreachable. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
