import { z } from 'zod';
import { describeThrown, fail, resultSchema, type XiaowuError } from './errors.ts';
import { err, type Result } from './result.ts';

/**
 * A request with its answer, as it crosses a boundary: input and output schema are declared once, types follow.
 * The same shape serves IPC channels and socket events.
 */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
}

export type Calls = Readonly<Record<string, Call>>;

export type CallInput<C extends Call> = z.input<C['input']>;
export type CallOutput<C extends Call> = z.output<C['output']>;
/** What a handler of a call gets and gives; it cannot exist without the call's schemas. */
export type Handler<C extends Call, Context> = (
  input: z.output<C['input']>,
  context: Context,
) => Promise<Result<z.input<C['output']>, XiaowuError>> | Result<z.input<C['output']>, XiaowuError>;
/** A handler for every call: a call that is forgotten is a type error. */
export type Handlers<T extends Calls, Context> = { readonly [K in keyof T]: Handler<T[K], Context> };

/** One-way messages: name → schema of the payload. */
export type Pushes = Readonly<Record<string, z.ZodType>>;

export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> {
  return { input, output };
}

/** The schema of "nothing", in and out. Sockets turn undefined into null and JSON drops it, so both mean the same. */
export const nothing = z.null().optional();

/**
 * Runs one call: validates the input, runs the handler, validates the output. Whatever goes wrong comes back as a
 * typed error; this never throws and never rejects.
 */
export async function runCall<C extends Call, Context>(
  contract: C,
  handler: Handler<C, Context>,
  input: unknown,
  context: Context,
  onDefect: (error: XiaowuError) => void = () => undefined,
): Promise<Result<CallOutput<C>, XiaowuError>> {
  const parsed = contract.input.safeParse(input);
  if (!parsed.success) return err(fail('invalid_input', z.prettifyError(parsed.error)));
  let result: Awaited<ReturnType<Handler<C, Context>>>;
  try {
    result = await handler(parsed.data as z.output<C['input']>, context);
  } catch (thrown) {
    const error = fail('internal', describeThrown(thrown));
    onDefect(error);
    return err(error);
  }
  const checked = resultSchema(contract.output).safeParse(result);
  if (!checked.success) {
    const error = fail('invalid_output', z.prettifyError(checked.error));
    onDefect(error);
    return err(error);
  }
  return checked.data as Result<CallOutput<C>, XiaowuError>;
}
