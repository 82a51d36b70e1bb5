import { v7 } from 'uuid';
import type { CallInput, CallOutput, Calls } from '../../../contracts/channel.ts';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { PHONE_ROUTES } from '../../../contracts/hub/http.ts';
import { phoneHttp, phonePushes } from '../../../contracts/hub/phone.ts';
import { PHONE_KEEP_ROUTES, phoneKeepHttp } from '../../../contracts/hub/phone-keep.ts';
import { assertNever, err, type Result } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { formKeep } from '../../form/keep.ts';
import { FormShelf } from '../../form/shelf.ts';
import type { SignForm } from '../../form/use-signature.ts';
import { callHub } from '../../ui/hub-client.ts';
import type { HubLink } from '../../ui/hub-socket.ts';
import type { PhoneEffect, PhoneEvent } from '../state/events.ts';
import { uploadKey, type Want } from '../state/model.ts';
import { DocumentShelf } from './documents.ts';
import { phoneFormLink, phoneSigner } from './form-link.ts';
import type { PhoneMemory } from './memory.ts';
import { uploadPaper } from './upload.ts';

const NO_CALLS = {} satisfies Calls;

type PhoneCall = keyof typeof phoneHttp;

export interface RunnerOptions {
  readonly memory: PhoneMemory;
  readonly dispatch: (event: PhoneEvent) => void;
  /** What citizens need not see and must not be lost. */
  readonly onDefect: (error: XiaowuError) => void;
}

/** Does what the reducer asks for and reports back as events. Holds what is no state: the token, the socket, the files' bytes. */
export class PhoneRunner {
  readonly #options: RunnerOptions;
  readonly #files = new Map<string, Blob>();
  #token: string | undefined;
  #link: HubLink<typeof NO_CALLS> | null = null;
  /** Counts sessions, so that a socket whose code arrives late does not join for one that is over. */
  #session = 0;

  /** The shared forms of the visit, as this phone holds them. */
  readonly forms: FormShelf;
  readonly sign: SignForm;
  readonly documents = new DocumentShelf();

  constructor(options: RunnerOptions) {
    this.#options = options;
    const token = () => this.#token;
    this.sign = phoneSigner(token);
    this.forms = new FormShelf({
      link: phoneFormLink(token),
      clock: systemClock,
      freshId: v7,
      keepOf: (caseId) => formKeep(sessionStorage, `xiaowu.phone.form.${caseId}`),
    });
  }

  /** Takes up the session that the tab remembers. */
  resume(token: string): void {
    this.#token = token;
  }

  /** Keeps a picked file until it is with the hub; the state knows only its name and size. */
  holdFile(caseId: string, paperId: string, file: Blob): void {
    this.#files.set(uploadKey(caseId, paperId), file);
  }

  async run(effect: PhoneEffect): Promise<void> {
    const { dispatch, memory } = this.#options;
    switch (effect.type) {
      case 'check-in':
        return dispatch({ type: 'checked-in', answer: await this.#call('checkin', { code: effect.code }) });
      case 'load-catalogue':
        return dispatch({ type: 'catalogue-loaded', answer: await this.#call('catalogue', null) });
      case 'load-booths':
        return dispatch({ type: 'booths-loaded', answer: await this.#call('booths', null) });
      case 'load-slots': {
        const { boothId, day } = effect;
        return dispatch({ type: 'slots-loaded', day, answer: await this.#call('slots', { boothId, day }) });
      }
      case 'book':
        return dispatch({ type: 'booked', answer: await this.#call('book', effect.booking) });
      case 'verify':
        return dispatch({ type: 'verified', answer: await this.#call('verify', { code: effect.code }) });
      case 'follow':
        return dispatch({ type: 'followed', answer: await this.#keep('follow', { token: effect.token }) });
      case 'load-follow-link':
        return dispatch({ type: 'follow-link', answer: await this.#keep('followLink', null) });
      case 'load-documents':
        return dispatch({ type: 'documents', documents: await this.documents.refresh(this.#token) });
      case 'enter': {
        const input = { consent: true as const, language: effect.language, ...wanted(effect.want) };
        return dispatch({ type: 'entered', answer: await this.#call('enter', input) });
      }
      case 'load-visit':
        return dispatch({ type: 'visit-loaded', answer: await this.#call('visit', null) });
      case 'send-mailing':
        return dispatch({ type: 'mailing-sent', answer: await this.#call('mailing', effect.mailing) });
      case 'send-file':
        return this.#sendFile(effect.caseId, effect.paperId);
      case 'join':
        return this.#join();
      case 'keep-session':
        this.#token = effect.session.token;
        return memory.keepSession(effect.session);
      case 'keep-booking':
        return memory.keepBooking(effect.booking);
      case 'keep-language':
        return memory.keepLanguage(effect.language);
      case 'forget':
        this.#session += 1;
        this.#leave();
        this.forms.clear();
        this.#token = undefined;
        this.#files.clear();
        if (!effect.keepsDocuments) this.documents.clear();
        return memory.forgetVisit();
      default:
        return assertNever(effect);
    }
  }

  async #call<K extends PhoneCall>(
    name: K,
    input: CallInput<(typeof phoneHttp)[K]>,
  ): Promise<Result<CallOutput<(typeof phoneHttp)[K]>, XiaowuError>> {
    const answer = await callHub(phoneHttp[name], PHONE_ROUTES[name], input, this.#token);
    if (!answer.ok && answer.error.category === 'software') this.#options.onDefect(answer.error);
    return answer;
  }

  #keep<K extends keyof typeof phoneKeepHttp>(name: K, input: CallInput<(typeof phoneKeepHttp)[K]>) {
    return callHub(phoneKeepHttp[name], PHONE_KEEP_ROUTES[name], input, this.#token);
  }

  async #sendFile(caseId: string, paperId: string): Promise<void> {
    const { dispatch } = this.#options;
    const key = uploadKey(caseId, paperId);
    const file = this.#files.get(key);
    if (file === undefined || this.#token === undefined) {
      // After a reload the bytes are gone; the citizen picks the file again.
      return dispatch({ type: 'uploaded', key, answer: err(fail('not_found', 'file is no longer held')) });
    }
    const answer = await uploadPaper({
      token: this.#token,
      caseId,
      requiredPaperId: paperId,
      file,
      onProgress: (share) => dispatch({ type: 'upload-progress', key, share }),
    });
    if (answer.ok && this.#files.get(key) === file) this.#files.delete(key);
    dispatch({ type: 'uploaded', key, answer });
  }

  #leave(): void {
    this.#link?.close();
    this.#link = null;
  }

  async #join(): Promise<void> {
    const { dispatch, onDefect } = this.#options;
    const session = this.#session;
    this.#leave();
    dispatch({ type: 'link', link: 'connecting' });
    // The socket's code is not needed for the first picture, so it comes after it.
    const { connectHub } = await import('../../ui/hub-socket.ts');
    if (session !== this.#session) return;
    this.#leave();
    this.#link = connectHub({
      namespace: '/phone',
      token: () => this.#token ?? '',
      calls: NO_CALLS,
      pushes: phonePushes,
      onPush: (push) => {
        if (push.name === 'visit.changed') dispatch({ type: 'visit-changed', visit: push.payload.visit });
        else if (push.name === 'door.changed') dispatch({ type: 'door-changed', state: push.payload.state });
        else this.forms.hear(push.name, push.payload);
        // A signature that came or went: another document.
        if (push.name === 'form.changed' && push.payload.signature) void this.run({ type: 'load-documents' });
      },
      onLink: (link) => {
        if (session !== this.#session) return;
        if (link.state === 'refused') dispatch({ type: 'refused', error: link.error });
        else dispatch({ type: 'link', link: link.state === 'connected' ? 'live' : link.state });
        if (link.state === 'connected') this.forms.sync();
      },
      onDefect,
    });
  }
}

function wanted(want: Want): { bookingCode?: string; bundleId?: string; serviceId?: string } {
  switch (want.kind) {
    case 'booking':
      return { bookingCode: want.code };
    case 'bundle':
      return { bundleId: want.bundleId };
    case 'service':
      return { serviceId: want.serviceId };
    case 'ask':
      return {};
  }
}
