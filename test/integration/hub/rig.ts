import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { io, type Socket } from 'socket.io-client';
import { v7 } from 'uuid';
import type { Call, CallInput, CallOutput } from '../../../contracts/channel.ts';
import { PARTY_HELD_MS } from '../../../contracts/domain/call.ts';
import type { BoothFact, VisitFact } from '../../../contracts/domain/timeline.ts';
import type { Visit } from '../../../contracts/domain/visit.ts';
import { resultSchema, type XiaowuError } from '../../../contracts/errors.ts';
import type { agentCalls, agentPushes, Offer } from '../../../contracts/hub/agent.ts';
import { type boothCalls, boothOrders, type boothPushes } from '../../../contracts/hub/booth.ts';
import { API_PREFIX, type HttpRoute, LOGIN_ROUTES, PHONE_ROUTES } from '../../../contracts/hub/http.ts';
import { BOOTH_TOKEN_AUDIENCE, CHECKIN_TOKEN_AUDIENCE, loginHttp } from '../../../contracts/hub/login.ts';
import { phoneHttp, type phonePushes } from '../../../contracts/hub/phone.ts';
import type { technicianHubCalls, technicianPushes } from '../../../contracts/hub/technician.ts';
import { type Result, unwrap } from '../../../contracts/result.ts';
import { VirtualClock } from '../../../contracts/time.ts';
import { type HubConfig, PROJECT_DIRS } from '../../../server/config.ts';
import { type Hub, startHub } from '../../../server/hub.ts';
import { createLogger } from '../../../server/log.ts';
import type { DatabasePlace } from '../../../server/store/database.ts';

const PASSWORD = 'xiaowu-demo';
export const BOOTH_ID = 'demo-booth-01';

export interface RigOptions {
  readonly database: DatabasePlace;
  /** A folder that outlives this hub; by default one that is removed with it. */
  readonly dataDir?: string;
  readonly config?: Partial<HubConfig>;
  /** Gets every line that the hub logs. */
  readonly log?: (line: string) => void;
}

/** A real hub on a free port, with a booth key that the test has. */
export interface Rig {
  readonly hub: Hub;
  readonly dataDir: string;
  boothToken(audience?: string, lifetimeS?: number, boothId?: string): Promise<string>;
  enrol(boothId: string): Promise<void>;
  login(username: string): Promise<{ token: string; id: string }>;
  booth(boothId?: string): Promise<TestBooth>;
  agent(username: string): Promise<TestAgent>;
  technician(username?: string): Promise<TestTechnician>;
  checkin(): Promise<string>;
  readonly clock: VirtualClock;
  socket(namespace: string, token?: string): Promise<Socket>;
  http<C extends Call>(route: HttpRoute, contract: C, input: CallInput<C>, token?: string): Promise<HttpAnswer<C>>;
  /** Hangs up every socket and lets the hub forget who was there, so that the next test begins alone. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export type HttpAnswer<C extends Call> = { status: number; result: Result<CallOutput<C>, XiaowuError> };

export async function startRig({ database, dataDir: given, config, log }: RigOptions): Promise<Rig> {
  /** Nothing expires unless the test moves the time on. */
  const clock = new VirtualClock(Date.now());
  const dataDir = given ?? (await mkdtemp(join(tmpdir(), 'xiaowu-hub-')));
  const keys = generateKeyPairSync('ed25519');
  const sockets: Socket[] = [];
  const logger = log ? createLogger('debug', { write: log }) : createLogger('silent');

  async function enrol(boothId: string) {
    await mkdir(join(dataDir, 'enrolled'), { recursive: true });
    const booth = { id: boothId, name: `测试晓屋 ${boothId}`, address: '测试路 1 号', regionId: 'guangzhou-panyu' };
    const enrolment = { booth, publicKeyJwk: keys.publicKey.export({ format: 'jwk' }) };
    await writeFile(join(dataDir, 'enrolled', `${boothId}.json`), JSON.stringify(enrolment));
  }
  await enrol(BOOTH_ID);

  const hub = await startHub(
    {
      host: '127.0.0.1',
      port: 0,
      dataDir,
      database,
      seed: 'demo',
      logLevel: 'silent',
      ...PROJECT_DIRS,
      ...config,
    },
    { clock, logger },
  );

  async function http<C extends Call>(route: HttpRoute, contract: C, input: CallInput<C>, token?: string) {
    const fields: Record<string, unknown> = { ...(input as object | undefined) };
    let path: string = route.path;
    for (const name of Object.keys(fields)) {
      if (!path.includes(`:${name}`)) continue;
      path = path.replace(`:${name}`, encodeURIComponent(String(fields[name])));
      delete fields[name];
    }
    const url = new URL(`${hub.url}${API_PREFIX}${path}`);
    if (route.method === 'GET')
      for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, String(value));
    const response = await fetch(url, {
      method: route.method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(route.method === 'GET' ? {} : { 'content-type': 'application/json' }),
      },
      body: route.method === 'GET' ? undefined : JSON.stringify(fields),
    });
    const result = resultSchema(contract.output).parse(await response.json());
    return { status: response.status, result } as HttpAnswer<C>;
  }

  const rig: Rig = {
    hub,
    clock,
    dataDir,
    enrol,
    http,
    boothToken: (audience = BOOTH_TOKEN_AUDIENCE, lifetimeS = 60, boothId = BOOTH_ID) => {
      const nowS = Math.floor(clock.nowMs() / 1000);
      return new SignJWT({})
        .setProtectedHeader({ alg: 'EdDSA' })
        .setIssuer(boothId)
        .setAudience(audience)
        .setJti(v7())
        .setIssuedAt(nowS)
        .setExpirationTime(nowS + lifetimeS)
        .sign(keys.privateKey);
    },
    async login(username) {
      const answer = await http(LOGIN_ROUTES.login, loginHttp.login, { username, password: PASSWORD });
      const { token, agent } = unwrap(answer.result);
      return { token, id: agent.id };
    },
    async socket(namespace, token) {
      const socket = io(`${hub.url}${namespace}`, {
        transports: ['websocket'],
        auth: { token },
        forceNew: true,
        reconnection: false,
      });
      sockets.push(socket);
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('connect_error', reject);
      });
      return socket;
    },
    async booth(boothId = BOOTH_ID) {
      if (boothId !== BOOTH_ID) await enrol(boothId);
      return new TestBooth(await rig.socket('/booth', await rig.boothToken(undefined, undefined, boothId)), boothId);
    },
    async agent(username) {
      const { token, id } = await rig.login(username);
      return new TestAgent(await rig.socket('/agent', token), id, token);
    },
    async technician(username = 'demo-technician-1') {
      const { token, id } = await rig.login(username);
      return new TestTechnician(await rig.socket('/technician', token), id);
    },
    async checkin() {
      const code = await rig.boothToken(CHECKIN_TOKEN_AUDIENCE);
      return unwrap((await http(PHONE_ROUTES.checkin, phoneHttp.checkin, { code })).result).token;
    },
    async reset() {
      for (const socket of sockets.splice(0)) socket.disconnect();
      for (;;) {
        const metrics = await (await fetch(`${hub.url}/metrics`)).text();
        if (/^xiaowu_agents_online 0$/m.test(metrics) && /^xiaowu_booths_online 0$/m.test(metrics)) break;
      }
      await clock.advance(PARTY_HELD_MS);
    },
    async close() {
      for (const socket of sockets) socket.disconnect();
      await hub.close();
      if (given === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
  return rig;
}

type AnyPushes = typeof boothPushes & typeof agentPushes & typeof phonePushes & typeof technicianPushes;

/** A socket whose messages are kept, so that waiting for one never misses it. */
export class Listener {
  readonly socket: Socket;
  readonly heard: { name: string; payload: unknown }[] = [];
  #waiting: { name: string; test: (payload: never) => boolean; resolve: (payload: never) => void }[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((name: string, payload: unknown) => {
      this.heard.push({ name, payload });
      for (const one of [...this.#waiting]) {
        if (one.name !== name || !one.test(payload as never)) continue;
        this.#waiting = this.#waiting.filter((other) => other !== one);
        one.resolve(payload as never);
      }
    });
  }

  /** The first message of this name that fits, heard already or yet to come. Each is given once unless `again`. */
  next<T = Record<string, unknown>>(
    name: keyof AnyPushes | 'disconnect',
    test: (payload: T) => boolean = () => true,
  ): Promise<T> {
    const index = this.heard.findIndex((one) => one.name === name && test(one.payload as T));
    if (index >= 0) return Promise.resolve(this.heard.splice(index, 1)[0]?.payload as T);
    return new Promise((resolve) => {
      const wrapped = (payload: T) => {
        this.heard.splice(
          this.heard.findIndex((one) => one.payload === payload),
          1,
        );
        resolve(payload);
      };
      this.#waiting.push({ name, test: test as never, resolve: wrapped as never });
    });
  }

  async ask<C extends Call>(name: string, input?: unknown): Promise<Result<CallOutput<C>, XiaowuError>> {
    return (await this.socket.timeout(20_000).emitWithAck(name, input)) as Result<CallOutput<C>, XiaowuError>;
  }

  untilVisit(test: (visit: Visit) => boolean): Promise<{ visit: Visit }> {
    return this.next<{ visit: Visit }>('visit.changed', ({ visit }) => test(visit));
  }
}

/** A booth played by the test: it answers every order with what `orders` says. */
export class TestBooth extends Listener {
  readonly boothId: string;
  readonly orders: Record<string, (input: never) => unknown> = {};
  seq = 0;

  constructor(socket: Socket, boothId: string) {
    super(socket);
    this.boothId = boothId;
    for (const name of Object.keys(boothOrders)) {
      socket.on(name, async (input: unknown, answer: (result: unknown) => void) =>
        answer((await this.orders[name]?.(input as never)) ?? { ok: true, value: null }),
      );
    }
  }

  call<K extends keyof typeof boothCalls>(name: K, input?: CallInput<(typeof boothCalls)[K]>) {
    return this.ask<(typeof boothCalls)[K]>(name, input);
  }

  fact(visitId: string | null, fact: VisitFact): BoothFact {
    this.seq += 1;
    return { id: v7(), seq: this.seq, visitId, at: new Date().toISOString(), fact };
  }

  async tell(visitId: string | null, ...facts: VisitFact[]): Promise<void> {
    unwrap(await this.call('facts', { facts: facts.map((fact) => this.fact(visitId, fact)) }));
  }

  /** Takes up the counting where the hub left it. */
  async hello(activeVisitId: string | null = null) {
    const answer = unwrap(await this.call('hello', { version: 'test', activeVisitId, lastSeq: this.seq }));
    this.seq = Math.max(this.seq, answer.storedSeq);
    return answer;
  }

  async begin(wish: { serviceId?: string; bundleId?: string } = {}): Promise<Visit> {
    return unwrap(await this.call('visit.begin', { visitId: v7(), entry: 'touch', language: 'zh-CN', ...wish }));
  }
}

export class TestAgent extends Listener {
  readonly id: string;
  readonly token: string;

  constructor(socket: Socket, id: string, token: string) {
    super(socket);
    this.id = id;
    this.token = token;
  }

  call<K extends keyof typeof agentCalls>(name: K, input?: CallInput<(typeof agentCalls)[K]>) {
    return this.ask<(typeof agentCalls)[K]>(name, input);
  }

  /** Answers every question of a case with its first choice, and takes all papers that are then needed. */
  async papersDone(caseId: string): Promise<void> {
    const { catalogue } = unwrap(await this.call('hello'));
    const { needs } = unwrap(await this.call('case.answers', { caseId, answers: {} }));
    const answers = Object.fromEntries(
      (needs?.questionIds ?? []).map((id) => [
        id,
        catalogue.questions?.find((one) => one.id === id)?.choices[0]?.id ?? '',
      ]),
    );
    const kase = unwrap(await this.call('case.answers', { caseId, answers }));
    for (const { id, optional } of kase.needs?.papers ?? []) {
      if (optional) continue;
      unwrap(await this.call('case.paper', { caseId, requiredPaperId: id, state: 'accepted' }));
    }
  }

  available() {
    return this.call('presence.set', { presence: 'available' });
  }

  /** Waits for an offer and takes it. */
  async accept() {
    const { offerId } = await this.next<Offer>('offer.new');
    return unwrap(await this.call('offer.accept', { offerId }));
  }
}

/** The technician's page, or a supervisor who looks at it. */
export class TestTechnician extends Listener {
  readonly id: string;

  constructor(socket: Socket, id: string) {
    super(socket);
    this.id = id;
  }

  call<K extends keyof typeof technicianHubCalls>(name: K, input?: CallInput<(typeof technicianHubCalls)[K]>) {
    return this.ask<(typeof technicianHubCalls)[K]>(name, input);
  }
}
