import type { z } from 'zod';
import type { CallInput, CallOutput, Handlers } from '../../contracts/channel.ts';
import type { DeviceReport } from '../../contracts/device/device.ts';
import type { hostCalls, hostPushes } from '../../contracts/device/host.ts';
import type { ocrCalls } from '../../contracts/device/ocr.ts';
import type { PrintDocument } from '../../contracts/device/print.ts';
import type { VisitFact } from '../../contracts/domain/timeline.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { boothOrders } from '../../contracts/hub/booth.ts';
import type { FormCallName, formPushes } from '../../contracts/hub/form.ts';
import type { PageRetake } from '../../contracts/hub/page.ts';
import type { signalIn, signalOut } from '../../contracts/hub/signal.ts';
import type { Id } from '../../contracts/ids.ts';
import type { BoothState } from '../../contracts/ipc/booth-state.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { type Clock, instantOf } from '../../contracts/time.ts';
import type { BoothDatabase } from './booth-database.ts';
import type { Push } from './child-calls.ts';
import { type CustodyDesk, createCustodyDesk } from './custody/desk.ts';
import { openCustodyStore } from './custody/store.ts';
import type { PaperPicture } from './download.ts';
import { EffectRunner } from './effect-runner.ts';
import { type FormDrafts, openFormDrafts } from './form-drafts.ts';
import { freshId } from './fresh-id.ts';
import type { BoothPush, HubLink, HubLinkOptions } from './hub-link.ts';
import { createHubSession, type Hello } from './hub-session.ts';
import type { Identity } from './identity.ts';
import type { Journal } from './journal.ts';
import type { Log } from './log.ts';
import type { MachineEvent, OrderName } from './machine/messages.ts';
import { hasSameSnapshot, initialState, type MachineState, snapshotOf, visitIdOf } from './machine/state.ts';
import { isWithdrawn, toBoothState } from './machine/view.ts';
import { createOwnSlips, type OwnSlips } from './own-slips.ts';
import { createPrintDesk, type PrintDesk } from './print-desk.ts';
import { openPrintLedger } from './print-ledger.ts';
import { createStillDesk, type StillDesk } from './still-desk.ts';
import type { Supervisor } from './supervisor.ts';
import type { TechnicianCore, TechnicianService } from './technician/service.ts';
import type { Still } from './upload.ts';
import { reduceVisit } from './visit-machine.ts';
import { type WipeStep, wipeAll } from './wipe.ts';

/** The screen, as far as main tells it something. */
export interface Screen {
  state(state: BoothState): void;
  signal(signal: z.output<typeof signalIn>): void;
  /** News of a shared form. */
  form(name: keyof typeof formPushes & string, payload: unknown): void;
  takeStill(requestId: Id): void;
  /** An agent wants a page once more. */
  retakePage(ask: Omit<PageRetake, 'visitId'>): void;
}

/** Makes the technician's part of this booth, once the core can be asked. */
export type MakeTechnician = (core: TechnicianCore) => TechnicianService;

type LinkCallbacks = Pick<HubLinkOptions, 'onConnect' | 'onDisconnect' | 'onPush' | 'orders'>;

export interface BoothCoreOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Part of the label of the document camera. */
  readonly documentCamera: string;
  readonly identity: Identity;
  readonly database: BoothDatabase;
  readonly journal: Journal;
  readonly screen: Screen;
  readonly makeLink: (callbacks: LinkCallbacks) => HubLink;
  readonly devices: Pick<Supervisor<typeof hostCalls>, 'call'>;
  readonly ocr: Pick<Supervisor<typeof ocrCalls>, 'call'>;
  readonly upload: (visitId: Id, fileId: Id, still: Still) => Promise<Result<{ fileId: Id }, XiaowuError>>;
  readonly download: (visitId: Id, fileId: Id) => Promise<Result<PaperPicture, XiaowuError>>;
  /** Places in the shell that a visit leaves something in. */
  readonly wipeSteps: readonly WipeStep[];
  readonly makeTechnician: MakeTechnician;
}

/** Steps in which an agent may look at papers. */
const PAPER_STEPS: readonly BoothState['step'][] = ['in-call', 'mailing'];

/** A technician works on the booth: doors may open without an order. */
function isAttended({ technician }: MachineState): boolean {
  return technician.phase === 'active' || technician.phase === 'exiting';
}

/** The booth without its window: the machine with everything that its effects need. Knows no Electron. */
export class BoothCore {
  readonly stills: StillDesk;
  /** Slips that technicians print. */
  readonly slips: OwnSlips;
  readonly technician: TechnicianService;
  readonly #options: BoothCoreOptions;
  readonly #custody: CustodyDesk;
  readonly #drafts: FormDrafts;
  readonly #prints: PrintDesk;
  readonly #runner: EffectRunner;
  readonly #link: HubLink;
  readonly #session: ReturnType<typeof createHubSession>;
  readonly #answers = new Map<number, Result<undefined, XiaowuError>>();
  readonly #queue: MachineEvent[] = [];
  #isReducing = false;
  #isClosed = false;
  #state: MachineState = initialState;
  #shown = '';
  #hello: Hello | null = null;
  #orders = 0;

  constructor(options: BoothCoreOptions) {
    this.#options = options;
    const { clock, log, journal, screen } = options;
    this.#drafts = openFormDrafts(options.database);
    const dispatch = (event: MachineEvent) => this.dispatch(event);
    this.#link = options.makeLink({
      onConnect: () => this.#session.connected(),
      onDisconnect: () => this.#session.disconnected(),
      onPush: (push) => this.#heard(push),
      orders: this.#orderHandlers(),
    });
    this.#session = createHubSession({
      link: this.#link,
      journal,
      clock,
      log,
      version: options.version,
      activeVisitId: () => visitIdOf(this.#state),
      devices: () => this.#state.devices,
      onOnline: (hello, visit) => {
        this.#hello = hello;
        dispatch({ type: 'setup.changed' });
        dispatch({ type: 'hub.online', booth: hello.booth, visit });
        this.#custody.send({ type: 'listed', parcels: hello.parcels });
        this.technician.online(hello.technicians);
      },
      onOffline: () => {
        dispatch({ type: 'hub.offline' });
        this.technician.offline();
      },
    });
    const recorded = (visitId: Id | null, fact: VisitFact) => {
      journal.record(visitId, fact);
      this.#session.factRecorded();
    };
    this.stills = createStillDesk({
      clock,
      log,
      freshId,
      visitId: () => this.#papersOf(),
      askScreen: (requestId) => screen.takeStill(requestId),
      upload: options.upload,
      read: (fileId, { bytes, mimeType }) => options.ocr.call('read', { fileId, bytes, mimeType }),
      record: recorded,
    });
    this.#custody = createCustodyDesk({
      clock,
      log,
      store: openCustodyStore(options.database),
      database: options.database,
      record: (visitId, fact) => journal.record(visitId, fact),
      onRecorded: () => this.#session.factRecorded(),
      open: (input) => options.devices.call('locker.open', input),
      onNews: (news) => dispatch({ type: 'custody', news }),
    });
    this.#prints = createPrintDesk({
      clock,
      log,
      ledger: openPrintLedger(options.database, clock),
      database: options.database,
      record: (visitId, fact) => journal.record(visitId, fact),
      onRecorded: () => this.#session.factRecorded(),
      call: (name, input) => options.devices.call(name, input),
    });
    this.slips = createOwnSlips({
      clock,
      prints: this.#prints,
      devices: options.devices,
      booth: () => ({ name: this.#state.booth?.name ?? '', language: this.#state.language }),
    });
    this.technician = options.makeTechnician({
      state: () => this.#state,
      dispatch,
      link: this.#link,
      relays: () => this.#hello?.iceServers.flatMap(({ urls }) => urls) ?? [],
      slips: this.slips,
    });
    this.#runner = new EffectRunner(
      {
        record: ({ visitId, fact }) => recorded(visitId, fact),
        answer: (order, result) => this.#answers.set(order, result),
        callHub: ({ name, input }) => this.#link.call(name, input),
        callDevice: (effect) =>
          effect.name === 'printer.print'
            ? this.#prints.print(effect.input.document, effect.visitId)
            : options.devices.call(effect.name, effect.input),
        makeCheckin: () => this.#makeCheckin(),
        wipe: () => this.#wipe(),
        custody: (event) => this.#custody.send(event),
        selfCheck: () => this.technician.checkBeforeDoor(),
        closeTechnician: () => this.technician.desk.close(),
      },
      clock,
      log,
      dispatch,
    );
  }

  start(): void {
    const { journal, documentCamera } = this.#options;
    this.dispatch({ type: 'started', snapshot: journal.active(), documentCamera });
    this.#custody.start();
    this.#prints.start();
    this.#link.connect();
    this.technician.start();
  }

  close(): void {
    this.#isClosed = true;
    this.#runner.cancelAll();
    this.#custody.close();
    this.technician.close();
    this.#session.close();
    this.#link.close();
    this.stills.forget();
  }

  state(): BoothState {
    return toBoothState(this.#state);
  }

  /** What the hub said when it was reached last; null before that. */
  hello(): Hello | null {
    return this.#hello;
  }

  signal(signal: z.output<typeof signalOut>): Promise<Result<undefined, XiaowuError>> {
    return this.#link.call('signal', signal as CallInput<never>).then((answer) => (answer.ok ? ok(undefined) : answer));
  }

  /** A request of the screen about a shared form, on to the hub, which checks it. */
  form(name: FormCallName, input: unknown): Promise<Result<unknown, XiaowuError>> {
    return this.#link.call(name, input as CallInput<never>);
  }

  /** The receipt of the running visit, as its paper will look. */
  async previewReceipt(): Promise<Result<CallOutput<(typeof hostCalls)['printer.preview']>, XiaowuError>> {
    const receipt = this.#state.visit?.receipt;
    if (!receipt) return err(fail('not_found', 'no receipt yet'));
    return this.#options.devices.call('printer.preview', { document: { kind: 'receipt', receipt }, copy: 0 });
  }

  /** The visit whose papers may be shown now. */
  #papersOf(): Id | null {
    return PAPER_STEPS.includes(this.#state.step) ? visitIdOf(this.#state) : null;
  }

  /** A paper of the visit in this booth, to be looked at while somebody is in the call. */
  async paperPicture(fileId: Id): Promise<Result<PaperPicture, XiaowuError>> {
    const visitId = this.#papersOf();
    if (visitId === null) return err(fail('wrong_state', 'no papers are shown now'));
    return this.#options.download(visitId, fileId);
  }

  /** One event after another: what happens while one is worked on waits its turn. */
  dispatch(event: MachineEvent): void {
    // What was still under way ends after the journal is shut; the next start finds the state on disk.
    if (this.#isClosed) return;
    this.#queue.push(event);
    if (this.#isReducing) return;
    this.#isReducing = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) this.#reduce(next);
    } finally {
      this.#isReducing = false;
    }
    this.#show();
  }

  devicePushed(push: Push<typeof hostPushes>): void {
    switch (push.name) {
      case 'ready':
        this.#reported(push.payload.devices);
        this.dispatch({ type: 'devices', devices: push.payload.devices });
        this.#session.devicesChanged();
        return;
      case 'device.changed':
        this.#reported([push.payload]);
        this.dispatch({ type: 'device.changed', device: push.payload });
        this.#session.devicesChanged();
        return;
      case 'wire.frames':
        this.technician.desk.wire(push.payload.frames);
        return;
      case 'compartment.changed':
        this.#custody.seen(push.payload);
        break;
      default:
        break;
    }
    this.dispatch({ type: 'sensor', ...push } as MachineEvent);
  }

  #reported(devices: readonly DeviceReport[]): void {
    this.#custody.reported(devices);
    this.#prints.reported(devices);
  }

  /** The machine woke from sleep: whatever was open may have been shut behind our back. */
  woke(): void {
    this.#options.log({ level: 'warning', event: 'machine.woke' });
    this.dispatch({ type: 'woke' });
  }

  /** The device host died: until it is back, nothing is known of any device. */
  devicesLost(): void {
    const { clock } = this.#options;
    const fault = { code: 'device_offline', cause: 'the device host ended', action: 'reset' } as const;
    const devices = this.#state.devices.map((device) => ({
      ...device,
      state: 'offline' as const,
      fault,
      changedAt: instantOf(clock),
    }));
    this.#custody.reported(devices);
    this.dispatch({ type: 'devices', devices });
    this.#session.devicesChanged();
  }

  #reduce(event: MachineEvent): void {
    const before = this.#state;
    const moment = { nowMs: this.#options.clock.nowMs(), freshId: freshId() };
    const [state, effects] = reduceVisit(before, event, moment);
    this.#state = state;
    const attended = isAttended(state);
    if (attended !== isAttended(before)) this.#custody.send({ type: 'attended', attended });
    // The hub keeps who is in the call: pictures wait for no disk of this machine, which may take long.
    if (event.type === 'push' && event.name === 'call.parties') this.#show();
    if (!hasSameSnapshot(before, state)) this.#options.journal.keepActive(snapshotOf(state));
    for (const effect of effects) this.#runner.run(effect);
    // A paper will be shown soon: by then the engine is ready.
    if (state.step === 'calling' && before.step !== 'calling') void this.#options.ocr.call('warm', undefined);
  }

  #show(): void {
    const state = this.state();
    const text = JSON.stringify(state);
    if (text === this.#shown) return;
    this.#shown = text;
    this.technician.desk.changed();
    this.#options.screen.state(state);
  }

  #heard(push: BoothPush): void {
    if (push.name === 'signal') this.#options.screen.signal(push.payload);
    else if (push.name === 'form.changed' || push.name === 'form.presence') {
      this.#options.screen.form(push.name, push.payload);
    } else if (push.name === 'ice.servers') {
      if (!this.#hello) return;
      this.#hello = { ...this.#hello, iceServers: push.payload.iceServers };
      // The screen asks for them, and gives them to a call that is on.
      this.dispatch({ type: 'setup.changed' });
    } else this.dispatch({ type: 'push', ...push } as MachineEvent);
  }

  #orderHandlers(): Handlers<typeof boothOrders, undefined> {
    return {
      'door.open': (input) => this.#order('door.open', input),
      'locker.ask': (input) => this.#askLocker(input),
      'visit.close': (input) => this.#order('visit.close', input),
      'notice.print': ({ visitId, document }) => this.#printNotice(visitId, document),
      'code.used': (input) => this.#order('code.used', input),
      'technician.call': ({ by, name, input }) => this.technician.desk.call(name, input, { ...by, from: 'hub' }),
      'technician.watch': ({ on }) => {
        this.technician.desk.watchFromHub(on);
        return ok(undefined);
      },
      'page.retake': ({ visitId, ...ask }) => {
        if (this.#papersOf() !== visitId) return err(fail('wrong_state', 'no papers are shown now'));
        this.#options.screen.retakePage(ask);
        return ok(undefined);
      },
      'still.take': ({ visitId, requestId }) =>
        isWithdrawn(this.#state, 'papers')
          ? err(fail('camera_missing', 'no document camera'))
          : this.stills.take(visitId, requestId),
    };
  }

  /** The compartment is the parcel's before the citizen is asked; if they cannot be asked it is nobody's again. */
  #askLocker(input: z.output<(typeof boothOrders)['locker.ask']['input']>): Result<undefined, XiaowuError> {
    const reserved = this.#custody.reserve(input.parcel);
    if (!reserved.ok) return reserved;
    const answer = this.#order('locker.ask', input);
    if (!answer.ok && reserved.value.isNew) this.#custody.send({ type: 'declined', parcelId: input.parcel.id });
    return answer;
  }

  /** Printed beside the talk: the screen says so, and the call goes on. */
  async #printNotice(
    visitId: Id,
    document: PrintDocument,
  ): Promise<Result<CallOutput<(typeof boothOrders)['notice.print']>, XiaowuError>> {
    const isHere = () => visitIdOf(this.#state) === visitId;
    if (!isHere()) return err(fail('not_found', 'no such visit in this booth'));
    this.dispatch({ type: 'slip', phase: 'printing' });
    const printed = await this.#prints.print(document, visitId);
    // A visit that is over by now is nobody's to be told of.
    if (isHere()) this.dispatch({ type: 'slip', phase: printed.ok ? 'printed' : 'failed' });
    return printed;
  }

  /** Orders are answered by the machine in the turn in which they come. */
  #order(name: OrderName, input: unknown): Result<undefined, XiaowuError> {
    const order = ++this.#orders;
    this.dispatch({ type: 'order', name, order, input } as MachineEvent);
    const answer = this.#answers.get(order);
    this.#answers.delete(order);
    return answer ?? err(fail('internal', `${name} was not answered`));
  }

  #makeCheckin(): MachineEvent | null {
    if (!this.#hello) return null;
    const { token, validUntil } = this.#options.identity.checkinToken();
    return { type: 'checkin.made', checkin: { url: `${this.#hello.publicUrl}/phone/#${token}`, validUntil } };
  }

  /** Letters of a form that the hub does not have; without a visit there is nobody whose they could be. */
  keepForm(caseId: Id, kept: string | null): void {
    if (visitIdOf(this.#state)) this.#drafts.keep(caseId, kept);
  }

  keptForms(): Record<Id, string> {
    return this.#drafts.all();
  }

  async #wipe(): Promise<void> {
    const { clock, log, journal, ocr, wipeSteps } = this.#options;
    const visitId = visitIdOf(this.#state);
    const steps: readonly WipeStep[] = [
      { name: 'stills', run: () => this.stills.forget() },
      { name: 'ocr', run: () => ocr.call('release', undefined).then(() => undefined) },
      ...wipeSteps,
      // After the page, which may still keep something.
      { name: 'forms', run: () => this.#drafts.forget() },
      { name: 'journal', run: () => journal.forget(visitId) },
    ];
    await wipeAll(steps, clock, log, (detail) => {
      if (!visitId) return;
      journal.record(visitId, { type: 'incident.raised', subject: 'wipe', code: 'internal', detail });
      this.#session.factRecorded();
    });
  }
}
