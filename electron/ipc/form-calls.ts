import type { Handlers } from '../../contracts/channel.ts';
import { type FormCallName, formCalls, formSignCalls } from '../../contracts/hub/form.ts';
import type { BoothIpcContext } from './context.ts';

const calls = { ...formCalls, ...formSignCalls };
type FormCalls = typeof calls;

/** The shared form of a case: the screen's requests go on to the hub as they are, which checks them again. */
export const formHandlers = Object.fromEntries(
  Object.keys(calls).map((name) => [
    name,
    (input: unknown, { core }: BoothIpcContext) => core.form(name as FormCallName, input),
  ]),
) as unknown as Handlers<FormCalls, BoothIpcContext>;
