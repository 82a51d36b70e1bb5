import { readFile } from 'node:fs/promises';
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { Server, type Socket } from 'socket.io';
import type { z } from 'zod';
import type { CallInput, CallOutput } from '../../../contracts/channel.ts';
import type { Agent } from '../../../contracts/domain/people.ts';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { agentCalls, agentPushes } from '../../../contracts/hub/agent.ts';
import { API_PREFIX, LOGIN_ROUTES } from '../../../contracts/hub/http.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';

type Calls = typeof agentCalls;
type Name = keyof Calls & string;
type Answer<K extends Name> = (input: CallInput<Calls[K]>) => Result<CallOutput<Calls[K]>, XiaowuError>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
const SESSION_MS = 60 * 60_000;

/**
 * A hub without calls of its own: it serves the desk's page, lets everybody in, answers as the test says and pushes what the
 * test wants, each held against the contract. For states of the desk that take a real hub minutes to reach.
 */
export class PlayedHub {
  readonly #http: HttpServer;
  readonly #io: Server;
  readonly #answers = new Map<string, (input: never) => Result<unknown, XiaowuError>>();
  /** What desks asked, in order. */
  readonly asked: { name: string; input: unknown }[] = [];
  /** How often a desk has connected. */
  connections = 0;
  agent: Agent;
  /** False: sessions that were given before have ended; a new log-in is let in. */
  knowsSession = true;

  private constructor(http: HttpServer, io: Server, agent: Agent) {
    this.#http = http;
    this.#io = io;
    this.agent = agent;
  }

  static async start(pageFolder: string, agent: Agent): Promise<PlayedHub> {
    const http = createServer();
    const hub = new PlayedHub(http, new Server(http, { transports: ['polling', 'websocket'] }), agent);
    http.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (!request.url?.startsWith('/socket.io/')) void hub.#serve(pageFolder, request, response);
    });
    hub.#io.of('/agent').on('connection', (socket) => hub.#meet(socket));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    return hub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  answer<K extends Name>(name: K, answer: Answer<K>): void {
    this.#answers.set(name, answer);
  }

  push<K extends keyof typeof agentPushes & string>(name: K, payload: z.input<(typeof agentPushes)[K]>): void {
    this.#io.of('/agent').emit(name, agentPushes[name].parse(payload));
  }

  /** Inputs of all requests of one name so far. */
  inputs<K extends Name>(name: K): CallInput<Calls[K]>[] {
    return this.asked.filter((one) => one.name === name).map(({ input }) => input as CallInput<Calls[K]>);
  }

  /** Cuts the line without a word, as a network does. */
  cut(): void {
    for (const socket of this.#io.of('/agent').sockets.values()) socket.conn.close();
  }

  async close(): Promise<void> {
    await this.#io.close();
  }

  #meet(socket: Socket): void {
    this.connections += 1;
    // As the real hub does: a newer desk of the same person takes the place of an older.
    for (const other of this.#io.of('/agent').sockets.values()) if (other.id !== socket.id) other.disconnect(true);
    socket.onAny((name: string, input: unknown, reply: (answer: unknown) => void) => {
      this.asked.push({ name, input });
      reply(this.#reply(name, input));
    });
  }

  #reply(name: string, input: unknown): Result<unknown, XiaowuError> {
    const contract = Object.hasOwn(agentCalls, name) ? agentCalls[name as Name] : undefined;
    if (!contract) return err(fail('unknown_channel', name));
    const parsed = contract.input.safeParse(input);
    if (!parsed.success) return err(fail('invalid_input', parsed.error.message));
    const answer = this.#answers.get(name);
    // Unless the test says otherwise, what answers nothing is done, and what was asked for is not there.
    if (!answer) return contract.output.safeParse(null).success ? ok(null) : err(fail('not_found', name));
    const given = answer(parsed.data as never);
    return given.ok ? ok(contract.output.parse(given.value)) : given;
  }

  async #serve(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    if (pathname.startsWith(API_PREFIX)) {
      const session = {
        token: 'played',
        expiresAt: new Date(Date.now() + SESSION_MS).toISOString(),
        agent: this.agent,
      };
      response.setHeader('content-type', 'application/json');
      const isKnown = this.knowsSession || !pathname.endsWith(LOGIN_ROUTES.renew.path);
      response.end(JSON.stringify(isKnown ? ok(session) : err(fail('token_expired'))));
      return;
    }
    const file = pathname === '/agent/' ? 'index.html' : pathname.replace('/agent/', '');
    try {
      const bytes = await readFile(join(folder, file));
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.end(bytes);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  }
}
