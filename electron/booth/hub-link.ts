import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { type CallInput, type CallOutput, type Handlers, runCall } from '../../contracts/channel.ts';
import { describeThrown, fail, resultSchema, type XiaowuError } from '../../contracts/errors.ts';
import { boothCalls, boothOrders, boothPushes } from '../../contracts/hub/booth.ts';
import { err, type Result } from '../../contracts/result.ts';
import type { Clock, Timer } from '../../contracts/time.ts';
import type { Log } from './log.ts';

/** A hub that has not answered by then is taken to be out of reach. */
export const HUB_CALL_TIMEOUT_MS = 8_000;
/** First and longest pause between attempts to connect: a call waits for this line, so that a path that is back is found in 2 s. */
const RECONNECT_MIN_MS = 500;
const RECONNECT_MAX_MS = 1_000;
/** So that 80 booths do not come at once. Socket.IO scatters only pauses below the longest: each booth has a longest of its own. */
const RECONNECT_SCATTER = 0.5;
/**
 * An attempt that fell into silence is given up then: by itself Socket.IO would sit on it for 20 s. TCP asks again 1 s and
 * 3 s after the first time (RFC 6298), so within this no attempt sits for more than 2 s on a path that is back.
 */
const CONNECT_TIMEOUT_MS = 4_000;
/** A hub that sent the booth away is asked again after this, scattered by half. */
const REFUSED_PAUSE_MS = 5_000;

type Calls = typeof boothCalls;
export type BoothCallName = keyof Calls;
export type BoothPush = {
  [K in keyof typeof boothPushes]: { readonly name: K; readonly payload: z.output<(typeof boothPushes)[K]> };
}[keyof typeof boothPushes];

/** The line to the hub. It connects by itself, again and again, until closed. */
export interface HubLink {
  connect(): void;
  isConnected(): boolean;
  /** Asks the hub; never rejects. Without a line the answer is `disconnected` at once: nothing is queued here. */
  call<K extends BoothCallName>(
    name: K,
    input: CallInput<Calls[K]>,
  ): Promise<Result<CallOutput<Calls[K]>, XiaowuError>>;
  close(): void;
}

export interface HubLinkOptions {
  readonly hubUrl: string;
  /** PEM of the authority that signed the hub's certificate, when it is not a public one. */
  readonly ca: string | null;
  /** A fresh token; asked for at each connection, because each works once. */
  readonly token: () => string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onConnect: () => void;
  readonly onDisconnect: () => void;
  readonly onPush: (push: BoothPush) => void;
  readonly orders: Handlers<typeof boothOrders, undefined>;
}

export function createHubLink(options: HubLinkOptions): HubLink {
  const { hubUrl, ca, token, clock, log } = options;
  let retry: Timer | null = null;
  let isClosed = false;

  const socket: Socket = io(`${hubUrl}/booth`, {
    autoConnect: false,
    // Polling first would cost two more round trips at each reconnect.
    transports: ['websocket'],
    reconnectionDelay: RECONNECT_MIN_MS,
    reconnectionDelayMax: RECONNECT_MAX_MS * (1 - RECONNECT_SCATTER * Math.random()),
    randomizationFactor: RECONNECT_SCATTER,
    timeout: CONNECT_TIMEOUT_MS,
    auth: (give) => give({ token: token() }),
    ...(ca === null ? {} : { ca }),
  });

  socket.on('connect', () => {
    log({ level: 'info', event: 'hub.connected' });
    options.onConnect();
  });
  socket.on('disconnect', (reason) => {
    log({ level: 'warning', event: 'hub.disconnected', detail: reason });
    options.onDisconnect();
    // A hub that sends the booth away is asked again by us; Socket.IO reconnects by itself only after a lost line.
    if (reason === 'io server disconnect') connectLater();
  });
  socket.on('connect_error', (error) => {
    log({ level: 'warning', event: 'hub.unreachable', detail: describeThrown(error) });
    if (!socket.active) connectLater();
  });

  function connectLater(): void {
    retry?.cancel();
    if (isClosed) return;
    const delayMs = REFUSED_PAUSE_MS * (1 - RECONNECT_SCATTER + Math.random() * 2 * RECONNECT_SCATTER);
    retry = clock.after(delayMs, () => socket.connect());
  }

  listenToOrders(socket, options);
  listenToPushes(socket, options);

  return {
    connect: () => void socket.connect(),
    isConnected: () => socket.connected,
    call: (name, input) => callHub(socket, name, input),
    close() {
      isClosed = true;
      retry?.cancel();
      socket.disconnect();
    },
  };
}

async function callHub<K extends BoothCallName>(
  socket: Socket,
  name: K,
  input: CallInput<Calls[K]>,
): Promise<Result<CallOutput<Calls[K]>, XiaowuError>> {
  const contract = boothCalls[name];
  const parsed = contract.input.safeParse(input);
  if (!parsed.success) return err(fail('invalid_input', z.prettifyError(parsed.error)));
  if (!socket.connected) return err(fail('disconnected'));
  let answer: unknown;
  try {
    answer = await socket.timeout(HUB_CALL_TIMEOUT_MS).emitWithAck(name, parsed.data);
  } catch (thrown) {
    return err(fail(socket.connected ? 'timeout' : 'disconnected', describeThrown(thrown)));
  }
  const checked = resultSchema(contract.output).safeParse(answer);
  if (!checked.success) return err(fail('invalid_output', z.prettifyError(checked.error)));
  return checked.data as Result<CallOutput<Calls[K]>, XiaowuError>;
}

/** Every order has one answer; an event that no contract knows has a typed refusal. */
function listenToOrders(socket: Socket, { orders, log }: HubLinkOptions): void {
  for (const name of Object.keys(boothOrders) as (keyof typeof boothOrders)[]) {
    socket.on(name, (...args: readonly unknown[]) => {
      const answer = args.at(-1);
      const onDefect = (error: XiaowuError) => log({ level: 'error', event: `order.${name}.defect`, error });
      void runCall(boothOrders[name], orders[name] as never, args[0], undefined, onDefect).then((result) => {
        if (!result.ok) log({ level: 'warning', event: `order.${name}.refused`, error: result.error });
        if (typeof answer === 'function') answer(result);
      });
    });
  }
  socket.onAny((name: string, ...args: readonly unknown[]) => {
    if (Object.hasOwn(boothOrders, name) || Object.hasOwn(boothPushes, name)) return;
    log({ level: 'warning', event: 'hub.unknown-event', detail: name.slice(0, 60) });
    const answer = args.at(-1);
    if (typeof answer === 'function') answer(err(fail('unknown_channel', name.slice(0, 60))));
  });
}

function listenToPushes(socket: Socket, { onPush, log }: HubLinkOptions): void {
  for (const name of Object.keys(boothPushes) as (keyof typeof boothPushes)[]) {
    socket.on(name, (payload: unknown) => {
      const parsed = boothPushes[name].safeParse(payload);
      if (parsed.success) onPush({ name, payload: parsed.data } as BoothPush);
      else log({ level: 'error', event: `push.${name}.invalid`, detail: z.prettifyError(parsed.error) });
    });
  }
}
