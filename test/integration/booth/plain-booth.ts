import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CallInput, runCall } from '../../../contracts/channel.ts';
import { hostCalls, hostPushes } from '../../../contracts/device/host.ts';
import type { PaperDocument } from '../../../contracts/domain/pages.ts';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import type { FormCallName } from '../../../contracts/hub/form.ts';
import type { PageRetake } from '../../../contracts/hub/page.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { BoothIntent, BoothState } from '../../../contracts/ipc/booth-state.ts';
import { err, type Result, unwrap } from '../../../contracts/result.ts';
import type { TechnicianView } from '../../../contracts/technician/calls.ts';
import { type Clock, systemClock } from '../../../contracts/time.ts';
import { BoothCore } from '../../../electron/booth/booth-core.ts';
import { openBoothDatabase } from '../../../electron/booth/booth-database.ts';
import type { Push } from '../../../electron/booth/child-calls.ts';
import { downloadFile } from '../../../electron/booth/download.ts';
import { createHubLink } from '../../../electron/booth/hub-link.ts';
import { openIdentity } from '../../../electron/booth/identity.ts';
import { type Journal, openJournal } from '../../../electron/booth/journal.ts';
import type { Log } from '../../../electron/booth/log.ts';
import { uploadStill } from '../../../electron/booth/upload.ts';
import { createDeviceHost } from '../../../native/device-host.ts';
import { openPort } from '../../../native/transport/open-port.ts';
import { type Machines, startMachines } from '../../rig/machines.ts';
import { plainTechnician } from './plain-technician.ts';

const BOOTH = { id: 'demo-booth-01', name: '演示晓屋', address: '演示路 1 号', regionId: 'guangzhou-panyu' };
/** Two small bytes that are enough of a picture for those who do not look. */
/** The still that the camera takes. */
export const STILL = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 0xff, 0xd9]);
/** Polls of the devices and round trips to a loaded hub. */
const WAIT_MS = 15_000;

/** The whole booth but its window: real journal, key, socket and drivers, real bytes to simulated machines. */
export class PlainBooth {
  readonly machines: Machines;
  readonly dataDir: string;
  /** Lines of the booth's own log. */
  readonly log: string[] = [];
  /** Called when the screen has taken a still, before it gives it to the booth. */
  onStill: () => void = () => undefined;
  /** What its screen was asked to take once more. */
  readonly retakes: Omit<PageRetake, 'visitId'>[] = [];
  /** News of a shared form, as its screen gets them. */
  onForm: (name: 'form.changed' | 'form.presence', payload: unknown) => void = () => undefined;
  /** What its screen was told of the technician's bench. */
  readonly views: TechnicianView[] = [];
  readonly #hubUrl: string;
  /** Tokens are stamped by the hub's clock, which its tests hold still. */
  #hubClock: Clock;
  readonly #states: BoothState[] = [];
  readonly #watchers = new Set<() => void>();
  #core: BoothCore | null = null;
  #journal: Journal | null = null;
  #stop: () => Promise<void> = async () => undefined;

  private constructor(hubUrl: string, dataDir: string, machines: Machines, hubClock: Clock) {
    this.#hubClock = hubClock;
    this.#hubUrl = hubUrl;
    this.dataDir = dataDir;
    this.machines = machines;
  }

  /** Makes the booth's key and enrols it with the hub, whose data lies in `hubDataDir`. */
  static async make(hubUrl: string, hubDataDir: string, hubClock: Clock): Promise<PlainBooth> {
    const dataDir = await mkdtemp(join(tmpdir(), 'xiaowu-booth-'));
    const booth = new PlainBooth(hubUrl, dataDir, await startMachines(), hubClock);
    await booth.enrol(hubDataDir, hubClock);
    return booth;
  }

  /** A hub, the same or another under the same address, knows this booth's key from now on. */
  async enrol(hubDataDir: string, hubClock: Clock): Promise<void> {
    this.#hubClock = hubClock;
    const { publicKeyJwk } = openIdentity(this.dataDir, BOOTH.id, hubClock);
    await mkdir(join(hubDataDir, 'enrolled'), { recursive: true });
    await writeFile(join(hubDataDir, 'enrolled', `${BOOTH.id}.json`), JSON.stringify({ booth: BOOTH, publicKeyJwk }));
  }

  async start(): Promise<void> {
    const identity = openIdentity(this.dataDir, BOOTH.id, {
      ...systemClock,
      nowMs: () => this.#hubClock.nowMs(),
    });
    const database = openBoothDatabase(this.dataDir);
    const journal = openJournal(database, systemClock, (what) => {
      throw new Error(what);
    });
    this.#journal = journal;
    const token = () => identity.hubToken();
    const note: Log = (line) =>
      void this.log.push(`${line.event} ${line.detail ?? line.error?.detail ?? line.error?.code ?? ''}`);
    const deviceCalls = {
      call: <K extends keyof typeof hostCalls>(name: K, input: CallInput<(typeof hostCalls)[K]>) =>
        runCall(hostCalls[name], host.handlers[name] as never, input, undefined) as Promise<never>,
    };
    const { profile, makeTechnician } = await plainTechnician({
      boothId: BOOTH.id,
      dataDir: this.dataDir,
      hubUrl: this.#hubUrl,
      log: note,
      database: database.sql,
      env: this.machines.ports,
      devices: { ...deviceCalls, restart: () => undefined },
      onView: (view) => this.views.push(view),
    });
    const core: BoothCore = new BoothCore({
      clock: systemClock,
      log: note,
      version: 'test',
      documentCamera: profile.profile.cameras.document,
      identity,
      database,
      journal,
      screen: {
        state: (state) => this.#saw(state),
        form: (name, payload) => this.onForm(name, payload),
        signal: () => undefined,
        retakePage: (ask) => void this.retakes.push(ask),
        takeStill: (requestId) => {
          this.onStill();
          void core.stills.delivered(requestId, { mimeType: 'image/jpeg', bytes: STILL, widthPx: 10, heightPx: 10 });
        },
      },
      makeLink: (callbacks) =>
        createHubLink({
          hubUrl: this.#hubUrl,
          ca: null,
          token,
          clock: systemClock,
          log: note,
          ...callbacks,
        }),
      devices: deviceCalls,
      ocr: { call: async () => err(fail('ocr_failed', 'no reader in this test')) },
      upload: (visitId, fileId, still) =>
        uploadStill({ hubUrl: this.#hubUrl, ca: null, token }, visitId, fileId, still),
      download: (visitId, fileId) => downloadFile({ hubUrl: this.#hubUrl, ca: null, token }, visitId, fileId),
      wipeSteps: [],
      makeTechnician,
    });
    const host = createDeviceHost({
      devices: profile.profile.devices,
      clock: systemClock,
      openPort,
      push: (name, payload) =>
        core.devicePushed({ name, payload: hostPushes[name].parse(payload) } as Push<typeof hostPushes>),
    });
    host.start();
    core.start();
    this.#core = core;
    this.#stop = async () => {
      core.close();
      await host.close();
      database.close();
    };
    await this.until((state) => state.online && state.withdrawn.every((one) => one.function !== 'door'));
  }

  /** The power goes: nothing is said to anybody, and only the disk remembers. */
  async cutPower(): Promise<void> {
    await this.#stop();
    this.#core = null;
    this.#states.length = 0;
  }

  async close(): Promise<void> {
    await this.#stop();
    await this.machines.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  get state(): BoothState {
    if (!this.#core) throw new Error('the booth is off');
    return this.#core.state();
  }

  /** How far the running visit is by what the disk has of it. */
  get keptStep(): BoothState['step'] | undefined {
    const kept = this.#journal?.active();
    return kept?.kind === 'visit' ? kept.step : undefined;
  }

  /** What the screen's session says to another party, as `call.signal` carries it. */
  async signal(toPartyId: Id, sdp: string): Promise<void> {
    if (!this.#core) throw new Error('the booth is off');
    const signal = { kind: 'description' as const, type: 'offer' as const, sdp, roles: {} };
    unwrap(await this.#core.signal({ callId: this.state.call?.callId ?? '', toPartyId, signal }));
  }

  intend(intent: BoothIntent): void {
    this.#core?.dispatch({ type: 'intent', intent });
  }

  /** A paper as the booth's screen gets it. */
  async paperPicture(fileId: Id) {
    return this.#core ? this.#core.paperPicture(fileId) : err(fail('disconnected'));
  }

  /** The citizen took a page: two bytes more or less make another picture of it. */
  async givePage(mark: number): Promise<Id> {
    if (!this.#core) throw new Error('the booth is off');
    const bytes = Uint8Array.from([...STILL, mark]);
    return unwrap(await this.#core.stills.give({ mimeType: 'image/jpeg', bytes, widthPx: 10, heightPx: 10 })).fileId;
  }

  arrangePages(document: PaperDocument): void {
    if (!this.#core) throw new Error('the booth is off');
    unwrap(this.#core.stills.arrange(document));
  }

  /** What the screen asks of a shared form. */
  async form(name: FormCallName, input: unknown): Promise<Result<unknown, XiaowuError>> {
    return this.#core ? this.#core.form(name, input) : err(fail('disconnected'));
  }

  firstFrame(callId: Id, fromPartyId: Id): void {
    this.#core?.dispatch({ type: 'first-frame', callId, fromPartyId, role: 'face' });
  }

  /** Resolves with the first state that fits, now or later. */
  until(test: (state: BoothState) => boolean): Promise<BoothState> {
    return new Promise((resolve, reject) => {
      const timer = systemClock.after(WAIT_MS, () => {
        this.#watchers.delete(look);
        reject(
          new Error(
            `not seen in time: ${this.log.slice(-5).join('; ')}; ${JSON.stringify(this.#states.at(-1))?.slice(0, 1500)}`,
          ),
        );
      });
      const look = () => {
        if (!this.#core || !test(this.state)) return;
        timer.cancel();
        this.#watchers.delete(look);
        resolve(this.state);
      };
      this.#watchers.add(look);
      look();
    });
  }

  async untilStep(step: BoothState['step']): Promise<BoothState> {
    return this.until((state) => state.step === step);
  }

  /** Touch entry, through the door, to the big button. */
  async enter(): Promise<BoothState> {
    await this.untilStep('welcome');
    this.intend({ type: 'begin' });
    this.intend({ type: 'consent', agreed: true });
    await this.machines.door.waitFor(() => this.machines.door.lock === 'unlocked');
    this.machines.door.openLeaf();
    this.machines.door.enter();
    await this.until((state) => state.door.leaf === 'open' && state.door.presence === 'present');
    this.machines.door.closeLeaf();
    return this.untilStep('ready');
  }

  #saw(state: BoothState): void {
    this.#states.push(state);
    for (const watcher of [...this.#watchers]) watcher();
  }
}
