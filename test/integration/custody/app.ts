import { fork } from 'node:child_process';
import path from 'node:path';
import { type CallInput, runCall } from '../../../contracts/channel.ts';
import { hostCalls, hostPushes } from '../../../contracts/device/host.ts';
import { boothFact, type VisitFact } from '../../../contracts/domain/timeline.ts';
import { systemClock } from '../../../contracts/time.ts';
import { openBoothDatabase } from '../../../electron/booth/booth-database.ts';
import type { ChildPort, Push } from '../../../electron/booth/child-calls.ts';
import { createCustodyDesk } from '../../../electron/booth/custody/desk.ts';
import { openCustodyStore } from '../../../electron/booth/custody/store.ts';
import { openJournal } from '../../../electron/booth/journal.ts';
import type { Log } from '../../../electron/booth/log.ts';
import { createSupervisor } from '../../../electron/booth/supervisor.ts';
import { createDeviceHost } from '../../../native/device-host.ts';
import { openSerialPort } from '../../../native/transport/serial-port.ts';
import type { AppOptions, AppReport, ToApp } from './talk.ts';

/**
 * Custody with the real disk and the real driver, as a process that can be killed. It reports all that it knows to its
 * parent, and does what the parent says. With `dieAt` it ends itself as a power cut would, at the very instant named.
 */
const options = JSON.parse(process.argv.at(-1) ?? '') as AppOptions;
const { dataDir, device, dieAt, hostOutside } = options;
const clock = systemClock;
const log: Log = ({ event, detail, error }) => {
  if (event === 'custody.damaged') console.error(event, detail, error);
};

const database = openBoothDatabase(dataDir);
const journal = openJournal(database, clock, (what) => console.error('damaged', what));
const store = openCustodyStore(database);
let hostPid: number | null = null;
let restarts = 0;

const desk = createCustodyDesk({
  clock,
  log,
  store,
  database: {
    atomically(work) {
      const result = database.atomically(() => {
        const done = work();
        cutPower('before');
        return done;
      });
      cutPower('after');
      return result;
    },
  },
  record(visitId, fact) {
    journal.record(visitId, fact);
    noteForDeath(fact);
  },
  onRecorded: report,
  open: (input) => call('locker.open', input),
  onNews: report,
});

let isDue = false;
function noteForDeath(fact: VisitFact): void {
  if (fact.type === 'parcel.moved' && fact.state === dieAt?.state) isDue = true;
}
function cutPower(when: 'before' | 'after'): void {
  if (isDue && dieAt?.when === when) process.kill(process.pid, 'SIGKILL');
}

type HostPush = Push<typeof hostPushes>;
function pushed(push: HostPush): void {
  if (push.name === 'ready') desk.reported(push.payload.devices);
  else if (push.name === 'device.changed') desk.reported([push.payload]);
  else if (push.name === 'compartment.changed') desk.seen(push.payload);
  report();
}

const inside = createDeviceHost({
  devices: hostOutside ? [] : [device],
  clock,
  openPort: openSerialPort,
  push: (name, payload) => pushed({ name, payload: hostPushes[name].parse(payload) } as HostPush),
});
const outside = createSupervisor({
  name: 'device-host',
  calls: hostCalls,
  pushes: hostPushes,
  timeoutMs: Object.fromEntries(Object.keys(hostCalls).map((name) => [name, 10_000])) as Record<
    keyof typeof hostCalls,
    number
  >,
  clock,
  log,
  health: null,
  onPush: pushed,
  onDown() {
    restarts++;
    desk.send({ type: 'lost' });
    report();
  },
  spawn: forkHost,
});

function forkHost(): ChildPort {
  const child = fork(path.join(import.meta.dirname, 'host.ts'), [JSON.stringify([device])]);
  hostPid = child.pid ?? null;
  return {
    post: (message) => void child.send(message as object, () => undefined),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  };
}

function call(name: 'locker.open', input: CallInput<(typeof hostCalls)['locker.open']>) {
  if (hostOutside) return outside.call(name, input);
  return runCall(hostCalls[name], inside.handlers[name], input, undefined);
}

function report(): void {
  const facts = journal.pending(1_000).map((fact) => boothFact.parse(fact).fact);
  const { compartments } = desk.state();
  process.send?.({ compartments, facts, hostPid, restarts } satisfies AppReport);
}

process.on('message', (message: ToApp) => {
  if (message.type === 'reserve') desk.reserve(message.parcel);
  else desk.send(message);
  report();
});
process.on('disconnect', () => process.exit(0));
desk.start();
if (hostOutside) outside.start();
else inside.start();
report();
