import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProfileOf } from '../../../contracts/device/profile.ts';
import type { ParcelInLocker } from '../../../electron/booth/custody/messages.ts';
import { type Compartment, compartmentOf, EMPTY_CUSTODY } from '../../../electron/booth/custody/state.ts';
import { startSimulator } from '../../../native/simulators/index.ts';
import type { LockerSimulator } from '../../../native/simulators/types.ts';
import type { AppOptions, AppReport, ToApp } from './talk.ts';

const uuid = (last: number) => `01890000-0000-7000-8000-${String(last).padStart(12, '0')}`;
export const parcel: ParcelInLocker = { id: uuid(1), number: 'P20260131-0001', visitId: uuid(2), compartment: 3 };
/** Two processes start on a machine that has other things to do. */
const WAIT_MS = 15_000;

const PROFILE = {
  driver: 'kerong-cu16',
  id: 'locker',
  address: 0,
  sizes: ['small', 'small', 'small', 'medium', 'medium', 'large'],
  hookBitSet: 'closed',
  unlockReply: 'none',
  pollMs: 40,
} as const;

/** A locker in the world, its compartments and hands, and the process that has custody of it. */
export class Rig {
  readonly locker: LockerSimulator;
  readonly #dataDir: string;
  readonly #device: ProfileOf<'kerong-cu16'>;
  #child: ChildProcess | null = null;
  #report: AppReport = { compartments: [], facts: [], hostPid: null, restarts: 0 };
  readonly #watchers = new Set<() => void>();

  private constructor(dataDir: string, infrared: boolean) {
    this.#dataDir = dataDir;
    this.locker = startSimulator<'kerong-cu16'>({ ...PROFILE, infrared, sizes: [...PROFILE.sizes] });
    const line = { port: this.locker.path, baudRate: 19200 } as const;
    this.#device = { ...PROFILE, infrared, sizes: [...PROFILE.sizes], line };
  }

  static async make({ infrared = true } = {}): Promise<Rig> {
    return new Rig(await mkdtemp(path.join(tmpdir(), 'xiaowu-custody-')), infrared);
  }

  /** Starts the process; resolves when the board was asked. */
  async start({ dieAt = null, hostOutside = false }: Partial<AppOptions> = {}): Promise<void> {
    const options: AppOptions = { dataDir: this.#dataDir, device: this.#device, dieAt, hostOutside };
    const child = fork(path.join(import.meta.dirname, 'app.ts'), [JSON.stringify(options)]);
    this.#child = child;
    child.on('message', (report) => {
      this.#report = report as AppReport;
      for (const watcher of this.#watchers) watcher();
    });
    child.once('exit', () => {
      if (this.#child === child) this.#child = null;
      for (const watcher of this.#watchers) watcher();
    });
    await once(child, 'message');
    await this.until(() => !this.alive || this.at.door !== 'unknown', 'the board was asked');
  }

  get alive(): boolean {
    return this.#child !== null;
  }

  send(event: ToApp): void {
    this.#child?.send(event);
  }

  /** The power goes: nothing that runs gets a word. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  killHost(): void {
    const { hostPid } = this.#report;
    if (hostPid !== null) process.kill(hostPid, 'SIGKILL');
  }

  get at(): Compartment {
    return compartmentOf({ ...EMPTY_CUSTODY, compartments: this.#report.compartments }, parcel.compartment);
  }

  get restarts(): number {
    return this.#report.restarts;
  }

  /** States of the parcel and `+code`, `-code` of incidents, as they were put down for the hub. */
  get trail(): string[] {
    return this.#report.facts.flatMap((fact) => {
      if (fact.type === 'parcel.moved') return [fact.state];
      if (fact.type === 'incident.raised') return [`+${fact.code}`];
      return fact.type === 'incident.cleared' ? [`-${fact.code}`] : [];
    });
  }

  /** Resolves when it holds, looked at after every word of the process. */
  async until(predicate: () => boolean, what: string): Promise<void> {
    if (predicate()) return;
    await new Promise<void>((resolve, reject) => {
      const watcher = () => {
        if (!predicate()) return;
        clearTimeout(limit);
        this.#watchers.delete(watcher);
        resolve();
      };
      const limit = setTimeout(() => {
        this.#watchers.delete(watcher);
        reject(new Error(`not seen: ${what}; ${JSON.stringify(this.at)}; ${this.trail.join(' ')}`));
      }, WAIT_MS);
      this.#watchers.add(watcher);
    });
  }

  async close(): Promise<void> {
    await this.kill();
    await this.locker.close();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}
