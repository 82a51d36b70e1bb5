import { v7 } from 'uuid';
import type { CallInput, CallOutput } from '../../../contracts/channel.ts';
import type { CallAsk } from '../../../contracts/domain/call.ts';
import type { RetakeReason } from '../../../contracts/domain/pages.ts';
import type { BreakReason, Presence } from '../../../contracts/domain/people.ts';
import type { Party, VisitCase } from '../../../contracts/domain/visit.ts';
import { describeThrown, fail, type XiaowuError } from '../../../contracts/errors.ts';
import type { agentCalls, DeskCall, Offer } from '../../../contracts/hub/agent.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { Result } from '../../../contracts/result.ts';
import type { Clock, Instant, Timer } from '../../../contracts/time.ts';
import { formKeep } from '../../form/keep.ts';
import { FormShelf } from '../../form/shelf.ts';
import { Acquaintance } from './acquaintance.ts';
import { CallRoom } from './call-room.ts';
import { reduceDesk } from './desk-state.ts';
import { type AgentPush, type DeskEvent, type DeskState, initialDesk } from './desk-types.ts';
import { DeskDevices } from './devices.ts';
import { Drafts } from './drafts.ts';
import { HubLine, type HubLineOptions } from './hub-line.ts';
import { LocalMedia } from './local-media.ts';
import { Notes } from './notes.ts';
import { VisitFiles } from './visit-files.ts';

type CallName = keyof typeof agentCalls & string;
type OwnPresence = CallInput<(typeof agentCalls)['presence.set']>['presence'];

/** Notes are sent this long before the hub ends the wrap-up, so that the last words are in before it does. */
const NOTES_BEFORE_END_MS = 3_000;
/** A hub that is connected and did not answer the greeting is asked again after this: without it the desk stands still. */
const HELLO_AGAIN_MS = 2_000;

export interface DeskOptions extends Pick<HubLineOptions, 'token' | 'isSessionAlive' | 'onLoggedOut'> {
  readonly agentId: Id;
  readonly clock: Clock;
}

/** The desk behind the screen: state, line to the hub, call, camera, files. Knows no React. */
export class Desk {
  readonly media: LocalMedia;
  readonly devices: DeskDevices;
  readonly files: VisitFiles;
  readonly room: CallRoom;
  readonly notes: Notes;
  readonly forms: FormShelf;
  readonly drafts: Drafts;
  readonly #options: DeskOptions;
  readonly #line: HubLine;
  readonly #acquaintance: Acquaintance;
  readonly #mediaDevices: MediaDevices | null;
  #wrapUpTimer: Timer | null = null;
  #helloTimer: Timer | null = null;
  readonly #listeners = new Set<() => void>();
  #state: DeskState = initialDesk;
  /** The call whose offer was taken and whose answer is awaited. */
  #acceptedCallId: Id | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.files = new VisitFiles(options.token);
    // Outside a secure context there are none.
    this.#mediaDevices = (navigator.mediaDevices as MediaDevices | undefined) ?? null;
    this.devices = new DeskDevices({
      lister: this.#mediaDevices,
      storage: localStorage,
      onUse: (parts) => {
        for (const part of parts) if (part !== 'speaker') void this.media.rechoose(part);
      },
      onChange: () => this.#changed(),
    });
    this.media = new LocalMedia(
      options.clock,
      (part) => this.devices.idToOpen(part),
      () => this.#mediaChanged(),
    );
    this.room = new CallRoom({
      media: this.media,
      sendSignal: async (callId, toPartyId, signal) => {
        const answer = await this.#line.request('signal', { callId, toPartyId, signal });
        if (!answer.ok) throw new Error(`signal not carried: ${answer.error.code}`, { cause: answer.error });
      },
      onFirstFrame: (callId, fromPartyId, role) => {
        // The answer only says that it was noted; a failure is shown, the call itself goes on.
        void this.run('call.first-frame', { callId, fromPartyId, role });
      },
      onError: (error) => console.warn('call', describeThrown(error)),
      onChange: () => this.#changed(),
    });
    this.notes = new Notes({
      clock: options.clock,
      storage: localStorage,
      storageKey: `xiaowu.agent.notes.${options.agentId}`,
      send: async (draft) => this.#line.request('wrapup.note', draft),
      onChange: () => this.#changed(),
    });
    this.drafts = new Drafts({
      storage: sessionStorage,
      storageKey: `xiaowu.agent.drafts.${options.agentId}`,
      save: (caseId, note) => this.#case('case.note', { caseId, note }, `case.note/${caseId}`),
      onChange: () => this.#changed(),
    });
    this.forms = new FormShelf({
      link: {
        open: (input) => this.#line.request('form.open', input),
        edit: (input) => this.#line.request('form.edit', input),
        act: (input) => this.#line.request('form.act', input),
        look: (input) => this.#line.request('form.look', input),
      },
      clock: options.clock,
      freshId: v7,
      keepOf: (caseId) => formKeep(sessionStorage, `xiaowu.agent.form.${options.agentId}.${caseId}`),
    });
    this.#acquaintance = new Acquaintance({
      ask: (agentIds) => this.#line.request('colleague.named', { agentIds }),
      onNamed: (agents) => this.#dispatch({ type: 'named', agents }),
      onError: (error) => console.warn('names of colleagues', error.code, error.detail),
    });
    this.#line = new HubLine({
      ...options,
      onPush: (push) => this.#onPush(push),
      onLink: (link) => {
        this.#dispatch({ type: 'link', link });
        this.room.setSignalling(link.state === 'connected');
        this.#helloTimer?.cancel();
        if (link.state === 'connected') void this.#hello();
        else this.room.stopRinging();
      },
      onElsewhere: () => {
        this.#dispatch({ type: 'elsewhere', elsewhere: true });
        this.room.leave();
        this.media.release();
      },
      onDefect: (error) => console.error('hub', error.code, error.detail),
    });
    this.#mediaDevices?.addEventListener('devicechange', this.#onDevices);
    this.#onDevices();
  }

  readonly #onDevices = () => {
    void this.devices
      .look()
      .catch((thrown: unknown) => console.warn('devices', describeThrown(thrown)))
      .then(() => this.media.devicesChanged());
  };

  /** Takes the desk back from the other page. */
  workHere(): void {
    this.#dispatch({ type: 'elsewhere', elsewhere: false });
    this.#line.reconnect();
  }

  getState = (): DeskState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  close(): void {
    this.#wrapUpTimer?.cancel();
    this.#helloTimer?.cancel();
    this.notes.close();
    this.forms.clear();
    this.room.leave();
    this.media.release();
    this.files.clear();
    this.#line.close();
    this.#mediaDevices?.removeEventListener('devicechange', this.#onDevices);
  }

  /**
   * Makes a request of the hub. While it runs it is in `busy`, and its failure becomes a notice, both under `action`
   * (the request's name unless told otherwise).
   */
  async run<K extends CallName>(
    name: K,
    input: CallInput<(typeof agentCalls)[K]>,
    action: string = name,
  ): Promise<Result<CallOutput<(typeof agentCalls)[K]>, XiaowuError>> {
    this.#dispatch({ type: 'started', action });
    const answer = await this.#line.request(name, input);
    this.#dispatch({ type: 'answered', action, error: answer.ok ? null : answer.error });
    return answer;
  }

  /** Runs a request that answers with a case, and shows the case as it is now. */
  async runCase<K extends 'case.open' | 'case.answers' | 'case.paper' | 'case.note' | 'case.set'>(
    name: K,
    input: CallInput<(typeof agentCalls)[K]>,
    action: string = name,
  ): Promise<boolean> {
    return (await this.#case(name, input, action)).ok;
  }

  async #case<K extends 'case.open' | 'case.answers' | 'case.paper' | 'case.note' | 'case.set'>(
    name: K,
    input: CallInput<(typeof agentCalls)[K]>,
    action: string,
  ): Promise<Result<VisitCase, XiaowuError>> {
    const answer = await this.run(name, input, action);
    if (answer.ok) this.#dispatch({ type: 'case', visitCase: answer.value });
    return answer;
  }

  async setPresence(presence: OwnPresence, reason?: BreakReason): Promise<void> {
    if (presence === 'available') await this.#readyMedia();
    const answer = await this.run('presence.set', { presence, ...(reason && { reason }) });
    if (!answer.ok) return;
    this.#dispatch({ type: 'presence', presence: answer.value.presence, ...(reason && { reason }) });
    if (presence !== 'available') this.media.release();
    this.#changed();
  }

  async accept(): Promise<void> {
    const { offer, home, busy } = this.#state;
    if (!offer || !home || busy.includes('offer.accept')) return;
    this.#acceptedCallId = offer.callId;
    this.room.take();
    const answer = await this.run('offer.accept', { offerId: offer.offerId });
    this.#acceptedCallId = null;
    if (!answer.ok) {
      this.room.stopRinging();
      return;
    }
    this.#enter(answer.value);
  }

  /** The call begins before the screen is drawn: every millisecond here is silence in the booth. */
  #enter(call: DeskCall): void {
    const { home } = this.#state;
    if (!home) return;
    this.drafts.keepOnly(call.visit.cases.map(({ id }) => id));
    this.room.enter(call.callId, home.agent.id, home.iceServers, call.parties, call.asks);
    this.#dispatch({ type: 'accepted', accepted: call });
  }

  async decline(reason: string): Promise<void> {
    const { offer } = this.#state;
    if (offer) await this.run('offer.decline', { offerId: offer.offerId, reason });
  }

  async leave(): Promise<void> {
    const { call } = this.#state;
    if (!call) return;
    const answer = await this.run('call.leave', { callId: call.callId });
    // The news of the call's end may have come before its answer.
    if (!answer.ok || this.#state.call?.callId !== call.callId) return;
    this.#dispatch({ type: 'left' });
    this.#cleanRoom();
  }

  /** Ends the wrap-up now, what was written included. */
  async endWrapUp(): Promise<void> {
    await this.notes.flush();
    const answer = await this.run('wrapup.end', null);
    if (!answer.ok) return;
    this.#dispatch({ type: 'presence', presence: answer.value.presence });
    if (this.notes.unsaved.length === 0) this.putWrapUpAway();
  }

  /** Supervisors: listens to a running call, whispers to one agent of it, or comes to the table. */
  async watch(callId: Id, mode: 'monitor' | 'whisper' | 'barge', agentId?: Id): Promise<void> {
    const answer = await this.run('call.watch', { callId, mode, ...(agentId && { agentId }) });
    if (answer.ok) this.#enter(answer.value);
  }

  async followUp<K extends 'followup.take' | 'followup.done'>(
    name: K,
    input: CallInput<(typeof agentCalls)[K]>,
  ): Promise<boolean> {
    const answer = await this.run(name, input, `${name}/${input.id}`);
    if (answer.ok) this.#dispatch({ type: 'follow-up', followUp: answer.value });
    return answer.ok;
  }

  putWrapUpAway(): void {
    this.forms.clear();
    this.drafts.keepOnly([]);
    this.#dispatch({ type: 'wrapup.put-away' });
  }

  dismissLapsed(askId: Id): void {
    this.#dispatch({ type: 'lapsed.dismissed', askId });
  }

  /** Takes a still with the document camera and lays it on the desk. */
  async takeStill(): Promise<void> {
    const { call } = this.#state;
    if (!call || this.#state.busy.includes('still.take')) return;
    const answer = await this.run('still.take', { visitId: call.visit.id });
    if (answer.ok) this.#dispatch({ type: 'file.chosen', fileId: answer.value.fileId });
  }

  /** Asks the citizen to take a page once more, and shows the live paper meanwhile. */
  async askRetake(fileId: Id, reason: RetakeReason): Promise<void> {
    const { call } = this.#state;
    if (!call) return;
    const answer = await this.run('page.retake', { visitId: call.visit.id, fileId, reason });
    if (answer.ok) this.#dispatch({ type: 'file.chosen', fileId: null });
  }

  chooseCase(caseId: Id | null): void {
    this.#dispatch({ type: 'case.chosen', caseId });
  }

  chooseFile(fileId: Id | null): void {
    this.#dispatch({ type: 'file.chosen', fileId });
  }

  dismiss(noticeId: number): void {
    this.#dispatch({ type: 'dismissed', noticeId });
  }

  async #hello(): Promise<void> {
    const answer = await this.run('hello', null);
    if (!answer.ok) {
      this.#helloTimer?.cancel();
      if (this.#state.link.state === 'connected')
        this.#helloTimer = this.#options.clock.after(HELLO_AGAIN_MS, () => void this.#hello());
      return;
    }
    this.#acquaintance.begin();
    this.forms.sync();
    this.drafts.lineIsBack();
    this.#dispatch({ type: 'hello', hello: answer.value, localNowMs: this.#options.clock.nowMs() });
    const { call, presence, agent, iceServers, wrapUpUntil, offer } = answer.value;
    this.#onWrapUp(presence, wrapUpUntil);
    if (call) this.room.enter(call.callId, agent.id, iceServers, call.parties, call.asks);
    else this.#cleanRoom();
    if (offer) this.#ring(offer);
    if (presence === 'available' || offer) await this.#readyMedia();
  }

  /** The parties of an accepted offer come before its answer, which loads the whole visit: the line is begun at once. */
  #partiesCame(callId: Id, parties: readonly Party[], asks: readonly CallAsk[]): void {
    const { home } = this.#state;
    if (this.#acceptedCallId === callId && home && parties.some((party) => party.partyId === home.agent.id)) {
      this.room.enter(callId, home.agent.id, home.iceServers, parties, asks);
    } else this.room.setParties(callId, parties, asks);
  }

  /** What is written is sent before its time ends, and at the latest when it has. */
  #onWrapUp(presence: Presence, until: Instant | undefined): void {
    this.#wrapUpTimer?.cancel();
    this.#wrapUpTimer = null;
    const { clock } = this.#options;
    if (presence !== 'wrap-up') void this.notes.flush();
    else if (until !== undefined) {
      const leftMs = new Date(until).getTime() - (this.#state.home?.aheadMs ?? 0) - clock.nowMs();
      this.#wrapUpTimer = clock.after(Math.max(0, leftMs - NOTES_BEFORE_END_MS), () => void this.notes.flush());
    }
  }

  async #readyMedia(): Promise<void> {
    this.#dispatch({ type: 'started', action: 'media' });
    const media = await this.media.acquire();
    // A browser names the devices once it has leave for one.
    await this.devices.look();
    this.#dispatch({ type: 'answered', action: 'media', error: media.ok ? null : media.error });
  }

  #onPush(push: AgentPush): void {
    this.#dispatch({ type: 'push', push });
    if (push.name === 'signal') {
      this.room.receive(push.payload.callId, push.payload.fromPartyId, push.payload.signal);
    } else if (push.name === 'form.changed' || push.name === 'form.presence') {
      this.forms.hear(push.name, push.payload);
    } else if (push.name === 'call.parties') {
      this.#partiesCame(push.payload.callId, push.payload.parties, push.payload.asks);
    } else if (push.name === 'ice.servers') {
      this.room.setIceServers(push.payload.iceServers);
    } else if (push.name === 'presence.changed') {
      this.#onWrapUp(push.payload.presence, push.payload.wrapUpUntil);
    } else if (push.name === 'call.ended') {
      if (!this.#state.call) this.#cleanRoom();
    } else if (push.name === 'offer.new') {
      this.#ring(push.payload);
      void this.#readyMedia();
    } else if (push.name === 'offer.gone') {
      const { reason } = push.payload;
      if (reason !== 'accepted') this.room.stopRinging();
      if (reason === 'expired')
        this.#dispatch({ type: 'answered', action: 'offer.accept', error: fail('offer_expired') });
    }
  }

  /** Makes the lines to the booth and to the colleagues in the call while the offer rings. */
  #ring({ callId, parties, purpose }: Offer): void {
    const { home } = this.#state;
    if (!home) return;
    this.room.ring(callId, home.agent.id, home.iceServers, parties, purpose);
  }

  /** A camera was pulled out, is back or was exchanged: a running call sends what there is now. */
  #mediaChanged(): void {
    this.room.sendMedia();
    this.#changed();
  }

  #cleanRoom(): void {
    this.room.leave();
    this.files.clear();
  }

  #dispatch(event: DeskEvent): void {
    const next = reduceDesk(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    this.#acquaintance.look(next);
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
