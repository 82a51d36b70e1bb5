import type { CallOutput } from '../../contracts/channel.ts';
import type { DeviceReport } from '../../contracts/device/device.ts';
import type { Visit } from '../../contracts/domain/visit.ts';
import type { boothCalls } from '../../contracts/hub/booth.ts';
import type { Id } from '../../contracts/ids.ts';
import { type Clock, delay, type Timer } from '../../contracts/time.ts';
import { createFactSender } from './fact-sender.ts';
import type { HubLink } from './hub-link.ts';
import type { Journal } from './journal.ts';
import type { Log } from './log.ts';

/** Pause before a hub that is connected but does not answer `hello` is asked again. */
const HELLO_RETRY_MS = 2_000;
/** How long a returning booth waits for its waiting facts to be stored before it compares visits with the hub. */
const CATCH_UP_MS = 4_000;
/** A clock that is further off makes tokens invalid before their time. */
const CLOCK_SKEW_MS = 10_000;
/** Devices that change together are told together. */
const DEVICES_PAUSE_MS = 200;

export type Hello = CallOutput<(typeof boothCalls)['hello']>;

export interface HubSessionOptions {
  readonly link: Pick<HubLink, 'call' | 'isConnected'>;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly activeVisitId: () => Id | null;
  readonly devices: () => readonly DeviceReport[];
  /** The hub knows the booth; `visit` is what it believes to be here after all waiting facts were stored. */
  readonly onOnline: (hello: Hello, visit: Visit | null) => void;
  readonly onOffline: () => void;
}

/** From a connected socket to a hub that knows this booth, with the same facts on both sides. */
export interface HubSession {
  connected(): void;
  disconnected(): void;
  /** A fact is in the journal. */
  factRecorded(): void;
  devicesChanged(): void;
  close(): void;
}

export function createHubSession(options: HubSessionOptions): HubSession {
  const { link, journal, clock, log, version, activeVisitId, devices, onOnline, onOffline } = options;
  let timer: Timer | null = null;
  let devicesTimer: Timer | null = null;
  /** Counts connections, so that the answer to an earlier one is not taken for this one's. */
  let connection = 0;
  let isOnline = false;
  let drained: (() => void) | null = null;

  const sender = createFactSender({
    journal,
    clock,
    log,
    send: (facts) => link.call('facts', { facts }),
    onDrained() {
      drained?.();
      // What the hub holds need not lie here; of a visit that is over nothing may.
      journal.forget(activeVisitId());
    },
  });

  async function hello(mine: number): Promise<void> {
    const answer = await link.call('hello', {
      version,
      activeVisitId: activeVisitId(),
      lastSeq: journal.lastSeq(),
    });
    if (mine !== connection) return;
    if (!answer.ok) {
      log({ level: 'warning', event: 'hub.hello.refused', error: answer.error });
      timer = clock.after(HELLO_RETRY_MS, () => void hello(mine));
      return;
    }
    const skewMs = Date.parse(answer.value.now) - clock.nowMs();
    if (Math.abs(skewMs) > CLOCK_SKEW_MS) log({ level: 'warning', event: 'clock.skew', detail: `${skewMs} ms` });
    const visit = await catchUp(answer.value);
    if (mine !== connection) return;
    isOnline = true;
    onOnline(answer.value, visit);
    sendDevices();
  }

  /** Facts that waited may have changed the hub's mind about the visit; so they go first. */
  async function catchUp({ storedSeq, visit }: Hello): Promise<Visit | null> {
    journal.acknowledge(storedSeq);
    const isBehind = journal.pending(1).length > 0;
    const done = new Promise<void>((resolve) => {
      drained = resolve;
    });
    sender.goOnline(storedSeq);
    if (!isBehind || !visit) return visit;
    await Promise.race([done, delay(clock, CATCH_UP_MS)]);
    const fresh = await link.call('visit.get', { visitId: visit.id });
    return fresh.ok ? fresh.value : visit;
  }

  function sendDevices(): void {
    devicesTimer?.cancel();
    devicesTimer = clock.after(DEVICES_PAUSE_MS, () => {
      devicesTimer = null;
      if (!isOnline) return;
      void link.call('devices', { devices: [...devices()] }).then((answer) => {
        if (!answer.ok) log({ level: 'warning', event: 'hub.devices.failed', error: answer.error });
      });
    });
  }

  return {
    connected: () => void hello(++connection),
    disconnected() {
      connection++;
      isOnline = false;
      timer?.cancel();
      sender.goOffline();
      onOffline();
    },
    factRecorded: () => sender.wake(),
    devicesChanged() {
      if (isOnline) sendDevices();
    },
    close() {
      connection++;
      isOnline = false;
      timer?.cancel();
      devicesTimer?.cancel();
      sender.close();
    },
  };
}
