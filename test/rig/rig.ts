import { join } from 'node:path';
import { DEMO_BOOTH, enrol } from '../../scripts/enrol.ts';
import { startOwnXvfb } from '../../scripts/lib/display.ts';
import { makeMjpeg } from '../fixtures/documents/mjpeg.ts';
import type { Truth } from '../fixtures/documents/truth.ts';
import { AgentDesk } from './agent-desk.ts';
import { type BoothOptions, type RigBooth, startBooth } from './booth.ts';
import { drawnFaceCamera, FIGURES, writeFigureFilm } from './cameras.ts';
import { type RigHub, startRigHub } from './hub.ts';
import { type Machines, startMachines } from './machines.ts';
import { Phone } from './phone.ts';

/** Any seed draws another company on the licence. */
const LICENCE_SEED = 7;

export interface RigOptions {
  /** Everything that the house writes goes below this folder. */
  readonly dir: string;
  /** Executable of a packaged booth; from the sources otherwise. */
  readonly packaged?: string;
  /** PostgreSQL for the hub; PGlite otherwise. */
  readonly databaseUrl?: string;
  /** A drawn person in the booth's first camera, so that a picture shows a face and not the licence twice. */
  readonly drawnFace?: boolean;
  /** A document camera under which papers are laid (`layPaper`), instead of the film of a licence; with a drawn person. */
  readonly paperTable?: boolean;
}

export type Desk = 'market' | 'tax' | 'social' | 'fund';
const ACCOUNTS: Readonly<Record<Desk, string>> = {
  market: 'demo-market-1',
  tax: 'demo-tax-1',
  social: 'demo-social-1',
  fund: 'demo-fund-1',
};

/** The booth with what it needs, real but for the hardware: hub, machines on ptys, booth in Electron. */
export interface House {
  readonly dir: string;
  readonly hub: RigHub;
  readonly machines: Machines;
  /** What is written on the licence under the document camera. */
  readonly licence: Truth;
  booth(): RigBooth;
  /** Starts the booth again, as the watchdog of the machine would. */
  restartBooth(): Promise<RigBooth>;
  /** Errors that pages threw; empty is right. */
  readonly problems: readonly string[];
  readonly boothDataDir: string;
  close(): Promise<void>;
}

/** The house with its people: agents at their desks, a phone. */
export interface Rig extends House {
  readonly desks: Readonly<Record<Exclude<Desk, 'fund'>, AgentDesk>>;
  readonly phone: Phone;
}

export async function startHouse(options: RigOptions): Promise<House> {
  return startBuilding(options, buildHouse);
}

export async function startRig(options: RigOptions): Promise<Rig> {
  return startBuilding(options, buildRig);
}

/** What is built is taken down in the opposite order, also when a part of it fails. */
interface Site {
  readonly closers: (() => Promise<unknown>)[];
  readonly close: () => Promise<void>;
  readonly problems: string[];
}

async function startBuilding<T>(
  options: RigOptions,
  build: (options: RigOptions, site: Site) => Promise<T>,
): Promise<T> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await build(options, { closers, close, problems: [] });
  } catch (error) {
    await close();
    throw error;
  }
}

async function buildHouse(options: RigOptions, { closers, close, problems }: Site): Promise<House> {
  const { dir } = options;
  const hubDataDir = join(dir, 'hub');
  const boothDataDir = join(dir, 'booth');
  enrol({ booth: DEMO_BOOTH, boothDataDir, hubDataDir });
  const hub = await startRigHub(hubDataDir, options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {});
  closers.push(() => hub.close());
  const machines = await startMachines();
  closers.push(() => machines.close());
  // A display of its own, so that the picture does not depend on the desk that the test runs at.
  const display = await startOwnXvfb(1920, 1920);
  closers.push(async () => display.close());

  const film = join(dir, 'licence.mjpeg');
  const { truth } = makeMjpeg({ kind: 'business-licence', seed: LICENCE_SEED }, film);
  const boothOptions: BoothOptions = {
    hubUrl: hub.url,
    dataDir: boothDataDir,
    ports: machines.ports,
    film,
    display: display.name,
    ...(options.packaged ? { packaged: options.packaged } : {}),
    ...(options.drawnFace || options.paperTable
      ? { initScript: drawnFaceCamera(FIGURES.citizen, { paperTable: options.paperTable === true }) }
      : {}),
  };
  let booth = await startBooth(boothOptions);
  closers.push(() => booth.close());
  const watch = () => booth.page.on('pageerror', (error) => problems.push(`booth: ${error.message}`));
  watch();

  return {
    dir,
    hub,
    machines,
    licence: truth,
    booth: () => booth,
    async restartBooth() {
      booth = await startBooth(boothOptions);
      watch();
      return booth;
    },
    problems,
    boothDataDir,
    close,
  };
}

/** An agent logged in at a desk in Chromium, closed with the house. */
export async function openDesk(
  { dir, hub }: Pick<House, 'dir' | 'hub'>,
  { closers, problems }: Pick<Site, 'closers' | 'problems'>,
  name: Desk,
): Promise<AgentDesk> {
  const figure = join(dir, `${name}.mjpeg`);
  await writeFigureFilm(FIGURES[name], figure);
  const desk = await AgentDesk.open(hub.url, figure, (text) => problems.push(`${name}: ${text}`));
  closers.push(() => desk.close());
  await desk.logIn(ACCOUNTS[name]);
  return desk;
}

async function buildRig(options: RigOptions, site: Site): Promise<Rig> {
  const { closers, problems } = site;
  const house = await buildHouse(options, site);
  const [market, tax, social, phone] = await Promise.all([
    openDesk(house, site, 'market'),
    openDesk(house, site, 'tax'),
    openDesk(house, site, 'social'),
    Phone.open((text) => problems.push(`phone: ${text}`)),
  ]);
  const desks = { market, tax, social };
  closers.push(() => phone.close());

  return { ...house, desks, phone };
}
