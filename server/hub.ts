import { mkdir } from 'node:fs/promises';
import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { join } from 'node:path';
import { Server as SocketServer } from 'socket.io';
import { type Clock, systemClock } from '../contracts/time.ts';
import { createBoothKeys } from './auth/booth-keys.ts';
import { createFollowLinks } from './auth/follow-links.ts';
import { saveBooth } from './auth/people-store.ts';
import { loadSecret } from './auth/secret.ts';
import { createTokens } from './auth/tokens.ts';
import { openBoard } from './board/office.ts';
import { createCallRunner } from './call-runner.ts';
import { openCallCentre } from './calls/open.ts';
import { findPerson } from './calls/people.ts';
import { CatalogueIndex } from './catalogue/catalogue.ts';
import { storeCatalogue } from './catalogue/catalogue-store.ts';
import { loadCatalogue } from './catalogue/load.ts';
import { joinCluster } from './cluster/open.ts';
import type { HubConfig } from './config.ts';
import { lockDataDir } from './data-lock.ts';
import { createFormDesk } from './forms/form-desk.ts';
import { createHttp, serveHttp } from './http/server.ts';
import { loadTls } from './http/tls.ts';
import { type BlobFolder, openBlobFolder } from './keeping/blob-folder.ts';
import { loadMasterKeys } from './keeping/master-keys.ts';
import { followUntilMs, loadPolicy } from './keeping/policy.ts';
import { bringUnderKeys, startUpkeep } from './keeping/upkeep.ts';
import { createVault } from './keeping/vault.ts';
import { createLogger, type Logger } from './log.ts';
import { createMetrics } from './metrics.ts';
import { boothStatuses } from './realtime/booth-status.ts';
import { createBoothWatch } from './realtime/booth-watch.ts';
import { createDirectory } from './realtime/directory.ts';
import { startFanOut } from './realtime/fan-out.ts';
import { createOutbox } from './realtime/outbox.ts';
import type { HubParts } from './realtime/parts.ts';
import { createPublisher, type Publisher } from './realtime/publisher.ts';
import { connectRedis } from './realtime/redis.ts';
import { createRelays } from './realtime/relays.ts';
import { leavePlace, openSockets } from './realtime/sockets.ts';
import { loadRequirements } from './requirements/load.ts';
import { openDatabase } from './store/database.ts';
import { seedDemo } from './store/seed.ts';
import { createStore } from './store/work.ts';
import { loadHubTexts } from './texts.ts';
import { codeHashOf } from './visits/courier-codes.ts';

/**
 * A line that fell silent is noticed at both ends within the sum of the two, because each end waits that long for the
 * other. Within 8 s a person is told; the second that is left belongs to a busy machine.
 */
const PING_INTERVAL_MS = 2_500;
const PING_TIMEOUT_MS = 4_500;
/** A hundred facts, each with a reading of 20 000 characters of Chinese, fit into one packet. */
const MAX_PACKET_BYTES = 10 * 1024 * 1024;
/** A socket that names no namespace in this time is nobody. */
const CONNECT_TIMEOUT_MS = 10_000;

export interface Hub {
  /** Where the hub listens, without a trailing slash. */
  readonly url: string;
  /** For tests and tools that look at what is stored. */
  readonly db: HubParts['store']['db'];
  close(): Promise<void>;
}

/** What a test may put in the place of the real thing. */
export interface HubOverrides {
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** Starts a hub: database, data, sockets, HTTP. Rejects when any of it cannot be had; then nothing is left open. */
export async function startHub(config: HubConfig, overrides: HubOverrides = {}): Promise<Hub> {
  const closers: (() => Promise<unknown>)[] = [];
  const closeAll = async () => {
    for (const close of closers.reverse()) await close();
  };
  try {
    return await compose(config, overrides, closers, closeAll);
  } catch (thrown) {
    await closeAll();
    throw thrown;
  }
}

async function compose(
  config: HubConfig,
  overrides: HubOverrides,
  closers: (() => Promise<unknown>)[],
  closeAll: () => Promise<void>,
): Promise<Hub> {
  const clock = overrides.clock ?? systemClock;
  const logger = overrides.logger ?? createLogger(config.logLevel);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  // Hubs that share a database server may share the folder, too: nothing in it is written twice.
  if (config.database.kind === 'embedded') closers.push(await lockDataDir(config.dataDir));
  const database = await openDatabase(config.database, (error) => logger.error({ err: error }, 'database'));
  closers.push(() => database.close());

  const catalogue = new CatalogueIndex(await loadCatalogue(config.catalogueDir));
  const requirements = await loadRequirements(config.requirementsDir, catalogue.data);
  const texts = await loadHubTexts(config.localesDir);
  const metrics = createMetrics();
  const tls = await loadTls(config);
  const app = createHttp(tls, logger);
  const io = new SocketServer(app.server as HttpServer, {
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    maxHttpBufferSize: MAX_PACKET_BYTES,
    connectTimeout: CONNECT_TIMEOUT_MS,
    serveClient: false,
  });
  if (config.redisUrl) closers.push(await connectRedis(io, config.redisUrl, logger, clock));

  const outbox = createOutbox(io, logger);
  // The store tells the publisher, and the publisher reads what the store wrote.
  let publisher: Publisher | undefined;
  const vault = createVault(await loadMasterKeys(config.dataDir, config.masterKeys), clock, await documentsOf(config));
  const store = createStore(database.db, clock, vault, (outcome) => publisher?.tell(outcome));
  publisher = createPublisher(store, outbox, logger);
  const directory = createDirectory(database.db, clock);
  const boothKeys = createBoothKeys(config.dataDir, clock, (file, reason) =>
    logger.error({ file, reason }, 'an enrolment cannot be used'),
  );
  await store.write((work) => storeCatalogue(work, catalogue.data));
  const seeded = config.seed === 'demo' ? await seedDemo(store, config.seedDir) : 0;
  for (const booth of await boothKeys.readAll()) await saveBooth(database.db, booth);
  await store.write((work) =>
    work.audit({ action: 'hub.started', actor: { kind: 'hub', id: 'hub' }, detail: `seeded ${seeded}` }),
  );
  const upkeepTools = { store, catalogue, policy: await loadPolicy(config.retentionFile), clock, logger };
  await bringUnderKeys(upkeepTools);
  const callTools = { store, outbox, publisher, directory, metrics, texts, catalogue, logger };
  const cluster =
    config.redisUrl && config.database.kind === 'server'
      ? await joinCluster({
          databaseUrl: config.database.url,
          redisUrl: config.redisUrl,
          clock,
          logger,
          store,
          open: (fenced) => openCallCentre({ ...callTools, store: fenced }),
          onPlaceTaken: (place, sinceMs) => leavePlace(io, place, sinceMs),
        })
      : undefined;
  const calls = cluster?.calls ?? (await openCallCentre(callTools));
  const citizenName = texts.text('party.citizen', 'zh-CN');
  const board = openBoard({ ...callTools, calls, citizenName });
  const secret = await loadSecret(config.dataDir);
  const followLinks = createFollowLinks(secret);
  let url = '';
  const publicUrl = () => config.publicUrl ?? url;

  const parts: HubParts = {
    store,
    catalogue,
    requirements,
    metrics,
    logger,
    tokens: createTokens(secret, clock),
    followLinks,
    followUntilMs: (visit) => followUntilMs(visit, upkeepTools.policy),
    boothKeys,
    runner: createCallRunner(logger, metrics),
    calls,
    board,
    forms: createFormDesk({ store, catalogue, outbox, texts }),
    takePlace: (place, sinceMs) => cluster?.calls.takePlace(place, sinceMs),
    person: (agent) => findPerson(database.db, catalogue, agent),
    citizenName,
    texts,
    directory,
    outbox,
    publisher,
    relays: createRelays(config.relays, clock),
    phoneLink: { bind: () => undefined },
    publicUrl,
    followUrl: (visitId) => `${publicUrl()}/phone/follow#${followLinks.tokenOf(visitId)}`,
    async quietly(work) {
      await work.catch((thrown: unknown) => logger.error({ err: thrown }, 'work in the background failed'));
    },
    watch: createBoothWatch(async (boothId, on) => (await outbox.order(boothId, 'technician.watch', { on })).ok),
    codeHash: codeHashOf(secret),
    boothStatuses: () => boothStatuses(parts),
    async tellTechnicians(boothId) {
      const [status] = await boothStatuses(parts, boothId);
      if (status) outbox.toTechnicians('booth.changed', status);
    },
  };

  openSockets(io, parts);
  const stopFanOut = startFanOut(parts);
  await serveHttp(app, parts, database, config, cluster && (() => cluster.health()));
  closers.push(
    () => publisher.idle(),
    startUpkeep(upkeepTools),
    () => (cluster ?? calls).close(),
    async () => stopFanOut(),
    async () => board.close(),
    async () => {
      await io.close();
      await app.close();
    },
  );
  await app.listen({ host: config.host, port: config.port });
  url = addressOf(app.server.address() as AddressInfo, config.host, tls !== undefined);
  logger.info({ url, database: database.kind, seeded }, 'listening');
  return { url, db: database.db, close: closeAll };
}

/** An embedded database takes seconds over a large document, in the hub's own thread; a server takes it as it comes. */
async function documentsOf({ database, dataDir }: HubConfig): Promise<BlobFolder | undefined> {
  return database.kind === 'embedded' ? openBlobFolder(join(dataDir, 'documents')) : undefined;
}

function addressOf({ port }: AddressInfo, host: string, secure: boolean): string {
  const name = isIP(host) === 6 ? `[${host}]` : host === '0.0.0.0' ? 'localhost' : host;
  return `${secure ? 'https' : 'http'}://${name}:${port}`;
}
