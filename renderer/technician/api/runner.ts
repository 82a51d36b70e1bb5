import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { LOGIN_ROUTES } from '../../../contracts/hub/http.ts';
import { loginHttp } from '../../../contracts/hub/login.ts';
import { technicianHubCalls, technicianPushes } from '../../../contracts/hub/technician.ts';
import { assertNever, err } from '../../../contracts/result.ts';
import type { Clock, Timer } from '../../../contracts/time.ts';

import { callHub } from '../../ui/hub-client.ts';
import { connectHub, type HubLink, type Push } from '../../ui/hub-socket.ts';
import type { TechnicianEffect, TechnicianEvent } from '../state/reducer.ts';
import { createHubPort, type HubPort, type HubRequest } from './hub-port.ts';
import type { TechnicianMemory } from './memory.ts';

/** Renewed this long before the end, so that a few failed tries fit in between. */
const RENEW_BEFORE_MS = 2 * 60_000;
/** Earliest and also next try of a renewal, for sessions shorter than the margin and for lines that are down. */
const RENEW_RETRY_MS = 20_000;

export interface RunnerOptions {
  readonly clock: Clock;
  readonly memory: TechnicianMemory;
  readonly dispatch: (event: TechnicianEvent) => void;
  readonly onDefect: (error: XiaowuError) => void;
}

/** Does what the reducer asks for and reports back as events. */
export class TechnicianRunner {
  readonly #options: RunnerOptions;
  #link: HubLink<typeof technicianHubCalls> | null = null;
  #renewal: Timer | null = null;
  #token = '';
  #displayName: string | null = null;
  readonly #ports = new Map<string, HubPort>();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** A request on the line as it is now; `disconnected` while there is none. */
  readonly request: HubRequest = async (name, input, timeoutMs) =>
    this.#link === null ? err(fail('disconnected')) : this.#link.request(name, input, timeoutMs);

  /** The bench's way to a booth; the same one each time, so that what it learned stays. */
  portOf(boothId: string): HubPort {
    const known = this.#ports.get(boothId);
    if (known !== undefined) return known;
    const made = createHubPort(boothId, this.#displayName, this.request);
    this.#ports.set(boothId, made);
    return made;
  }

  async run(effect: TechnicianEffect): Promise<void> {
    const { clock, memory, dispatch } = this.#options;
    switch (effect.type) {
      case 'log-in': {
        const { username, password } = effect;
        return dispatch({
          type: 'logged-in',
          answer: await callHub(loginHttp.login, LOGIN_ROUTES.login, { username, password }),
        });
      }
      case 'join':
        this.#token = effect.token;
        return this.#join();
      case 'hello': {
        const answer = await this.#link?.request('hello', null);
        if (answer !== undefined) dispatch({ type: 'greeted', answer, atMs: clock.nowMs() });
        return;
      }
      case 'watch':
        return this.portOf(effect.boothId).watch();
      case 'keep-session':
        this.#token = effect.session.token;
        this.#displayName = effect.session.displayName;
        return memory.keep(effect.session);
      case 'plan-renewal':
        return this.#planRenewal(Date.parse(effect.session.expiresAt) - clock.nowMs() - RENEW_BEFORE_MS);
      case 'forget':
        this.#renewal?.cancel();
        this.#link?.close();
        this.#link = null;
        this.#token = '';
        this.#displayName = null;
        this.#ports.clear();
        return memory.forget();
      default:
        return assertNever(effect);
    }
  }

  #planRenewal(delayMs: number): void {
    const { clock, dispatch } = this.#options;
    this.#renewal?.cancel();
    this.#renewal = clock.after(Math.max(RENEW_RETRY_MS, delayMs), async () => {
      const answer = await callHub(loginHttp.renew, LOGIN_ROUTES.renew, { token: this.#token });
      if (!answer.ok) this.#planRenewal(RENEW_RETRY_MS);
      dispatch({ type: 'renewed', answer });
    });
  }

  #join(): void {
    const { dispatch, onDefect } = this.#options;
    this.#link?.close();
    this.#link = connectHub({
      namespace: '/technician',
      token: () => this.#token,
      calls: technicianHubCalls,
      pushes: technicianPushes,
      onPush: (push) => this.#take(push),
      onLink: (link) => {
        if (link.state === 'refused') dispatch({ type: 'refused', error: link.error });
        else dispatch({ type: 'link', link: link.state === 'connected' ? 'live' : link.state });
      },
      onDefect,
    });
  }

  #take(push: Push<typeof technicianPushes>): void {
    const { clock, dispatch } = this.#options;
    switch (push.name) {
      case 'booth.changed':
        dispatch({ type: 'booth-changed', status: push.payload, atMs: clock.nowMs() });
        break;
      case 'booth.view':
        this.portOf(push.payload.boothId).takeView(push.payload.view);
        break;
      case 'booth.wire':
        this.portOf(push.payload.boothId).takeWire(push.payload.frames);
        break;
      default:
        assertNever(push);
    }
  }
}
