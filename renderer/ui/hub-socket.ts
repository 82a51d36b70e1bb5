import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { type CallInput, type CallOutput, type Calls, nothing, type Pushes } from '../../contracts/channel.ts';
import {
  describeThrown,
  type ErrorCode,
  fail,
  resultSchema,
  type XiaowuError,
  xiaowuError,
} from '../../contracts/errors.ts';
import { err, type Result } from '../../contracts/result.ts';

/** An answer of the hub that takes longer is lost: it answers its own within a second, devices have their own deadlines. */
export const SOCKET_ANSWER_TIMEOUT_MS = 15_000;
/** First and longest pause between attempts to connect: a call waits for this line, so that a path that is back is found in 2 s. */
const RECONNECT_MIN_MS = 500;
const RECONNECT_MAX_MS = 1_000;
/** So that all desks do not come at once. Socket.IO scatters only pauses below the longest: each page has a longest of its own. */
const RECONNECT_SCATTER = 0.5;
/**
 * An attempt that fell into silence is given up then: by itself Socket.IO would sit on it for 20 s. TCP asks again 1 s and
 * 3 s after the first time (RFC 6298), so within this no attempt sits for more than 2 s on a path that is back.
 */
const CONNECT_TIMEOUT_MS = 4_000;

/** Detail of the `unauthenticated` of a line that the hub closed: the session ended, or another page took its place. */
export const CLOSED_BY_HUB = 'io server disconnect';

/** One push that arrived and fits its schema. */
export type Push<P extends Pushes> = {
  [K in keyof P & string]: { readonly name: K; readonly payload: z.output<P[K]> };
}[keyof P & string];

export type LinkState =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected' }
  /** The line is gone and is being sought again. */
  | { readonly state: 'lost' }
  /** The hub said no; nothing is tried again before somebody acts on the error. */
  | { readonly state: 'refused'; readonly error: XiaowuError };

export interface HubLinkOptions<C extends Calls, P extends Pushes> {
  readonly namespace: '/agent' | '/phone' | '/technician';
  /** Asked at each attempt, so that a renewed token is used. */
  readonly token: () => string;
  readonly calls: C;
  readonly pushes: P;
  readonly onPush: (push: Push<P>) => void;
  readonly onLink: (link: LinkState) => void;
  /** A push that does not fit its schema, or has no name that we know: never shown, never silent. */
  readonly onDefect: (error: XiaowuError) => void;
  /** Origin of the hub; the page's own when left out. */
  readonly url?: string;
}

export interface HubLink<C extends Calls> {
  /** `timeoutMs` for what is known to take longer, such as a step that waits for a person at a booth. */
  request<K extends keyof C & string>(
    name: K,
    input: CallInput<C[K]>,
    timeoutMs?: number,
  ): Promise<Result<CallOutput<C[K]>, XiaowuError>>;
  close(): void;
}

/**
 * How a line to the hub is made, and sought again when it was lost: options of Socket.IO. A socket first, since each has a
 * connection of its own: polling would be given, one after another, the connections that the browser kept from before the
 * loss, and waits for each in vain. Polling is for a hub behind something that lets no socket through.
 */
export const reconnecting = () => ({
  transports: ['websocket', 'polling'],
  tryAllTransports: true,
  reconnectionDelay: RECONNECT_MIN_MS,
  reconnectionDelayMax: RECONNECT_MAX_MS * (1 - RECONNECT_SCATTER * Math.random()),
  randomizationFactor: RECONNECT_SCATTER,
  timeout: CONNECT_TIMEOUT_MS,
});

/** Joins a namespace of the hub. Requests and pushes are typed by the contracts and held against their schemas. */
export function connectHub<C extends Calls, P extends Pushes>(options: HubLinkOptions<C, P>): HubLink<C> {
  const address = `${options.url ?? ''}${options.namespace}`;
  const socket: Socket = io(address, {
    auth: (give) => give({ token: options.token() }),
    ...reconnecting(),
  });
  options.onLink({ state: 'connecting' });
  socket.on('connect', () => options.onLink({ state: 'connected' }));
  socket.on('disconnect', (reason) => {
    if (reason === 'io client disconnect') return;
    // A hub that closes the namespace has ended the session; socket.io would not try again by itself.
    if (reason === CLOSED_BY_HUB) options.onLink({ state: 'refused', error: fail('unauthenticated', reason) });
    else options.onLink({ state: 'lost' });
  });
  socket.on('connect_error', (error) => {
    // `active` tells a line that fails (tried again) from a hub that refuses (not tried again).
    if (socket.active) options.onLink({ state: 'lost' });
    else options.onLink({ state: 'refused', error: refusalOf(error) });
  });
  socket.onAny((name: string, payload: unknown) => {
    const schema = Object.hasOwn(options.pushes, name) ? options.pushes[name] : undefined;
    if (schema === undefined) return options.onDefect(fail('unknown_channel', name));
    const checked = schema.safeParse(payload);
    if (!checked.success) return options.onDefect(fail('invalid_input', `${name}: ${z.prettifyError(checked.error)}`));
    options.onPush({ name, payload: checked.data } as Push<P>);
  });
  return {
    async request(name, input, timeoutMs = SOCKET_ANSWER_TIMEOUT_MS) {
      const contract = options.calls[name];
      if (contract === undefined) return err(fail('unknown_channel', name));
      let answer: unknown;
      try {
        answer = await socket.timeout(timeoutMs).emitWithAck(name, input);
      } catch (thrown) {
        return err(fail(socket.connected ? 'timeout' : 'disconnected', describeThrown(thrown)));
      }
      const checked = resultSchema(contract.output ?? nothing).safeParse(answer);
      if (!checked.success) return err(fail('invalid_output', `${name}: ${z.prettifyError(checked.error)}`));
      return checked.data as Result<CallOutput<C[typeof name]>, XiaowuError>;
    },
    close: () => socket.disconnect(),
  };
}

/** The typed error of a refusal: in the `data` of the connect error, else its message when that is a code. */
export function refusalOf(error: Error & { data?: unknown }): XiaowuError {
  const typed = xiaowuError.safeParse(error.data);
  if (typed.success) return typed.data;
  const code = xiaowuError.shape.code.safeParse(error.message);
  return fail(code.success ? (code.data satisfies ErrorCode) : 'unauthenticated', error.message);
}
