import type { VisitFact } from '../../../contracts/domain/timeline.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { BoothState, BoothStep } from '../../../contracts/ipc/booth-state.ts';
import { err, ok } from '../../../contracts/result.ts';
import type { Instant } from '../../../contracts/time.ts';
import type { DeviceCallName, Effect, HubCallName, Moment, TimerName } from './messages.ts';
import { type MachineState, visitIdOf } from './state.ts';
import { IDLE_MS, NOTICE_MS } from './times.ts';
import { isWithdrawn } from './view.ts';

type HubInput<K extends HubCallName> = Extract<Effect, { type: 'hub'; name: K }>['input'];
type DeviceInput<K extends DeviceCallName> = Extract<Effect, { type: 'device'; name: K }>['input'];

/**
 * One turn of the machine: the state as it becomes and the effects in their order. It lives for one event only, so the
 * reducer is pure to everybody outside.
 */
export class Turn {
  state: MachineState;
  readonly moment: Moment;
  readonly effects: Effect[] = [];

  constructor(state: MachineState, moment: Moment) {
    this.state = state;
    this.moment = moment;
  }

  patch(change: Partial<MachineState>): this {
    this.state = { ...this.state, ...change };
    return this;
  }

  /** Records a fact of the visit; without a visit there is nothing to record. */
  fact(fact: VisitFact): this {
    const visitId = visitIdOf(this.state);
    if (visitId) this.effects.push({ type: 'fact', visitId, fact });
    return this;
  }

  /** Records a fact that the hub wants whether or not somebody is here. */
  boothFact(fact: Extract<VisitFact, { type: `incident.${string}` | 'slip.printed' }>): this {
    this.effects.push({ type: 'fact', visitId: visitIdOf(this.state), fact });
    return this;
  }

  incident(subject: string, error: XiaowuError): this {
    return this.fact({
      type: 'incident.raised',
      subject,
      code: error.code.slice(0, 40),
      detail: (error.detail ?? error.code).slice(0, 500),
    });
  }

  hub<K extends HubCallName>(name: K, input: HubInput<K>, visitId: Id | null = visitIdOf(this.state)): this {
    this.effects.push({ type: 'hub', name, visitId, input } as Effect);
    return this;
  }

  device<K extends DeviceCallName>(name: K, input: DeviceInput<K>): this {
    this.effects.push({ type: 'device', name, visitId: visitIdOf(this.state), input } as Effect);
    return this;
  }

  /** Lights follow the visit where there is a door board to switch them. */
  lights(on: boolean): this {
    return isWithdrawn(this.state, 'door') ? this : this.device('lights.set', { on });
  }

  accept(order: number): this {
    this.effects.push({ type: 'answer', order, result: ok(undefined) });
    return this;
  }

  refuse(order: number, error: XiaowuError): this {
    this.effects.push({ type: 'answer', order, result: err(error) });
    return this;
  }

  timer(name: TimerName, delayMs: number): this {
    this.effects.push({ type: 'timer.set', name, delayMs });
    return this;
  }

  cancel(...names: readonly TimerName[]): this {
    for (const name of names) this.effects.push({ type: 'timer.cancel', name });
    return this;
  }

  effect(effect: Effect): this {
    this.effects.push(effect);
    return this;
  }

  notice(messageKey: string, tone: NonNullable<BoothState['notice']>['tone']): this {
    return this.patch({ notice: { messageKey, tone } }).timer('notice', NOTICE_MS);
  }

  /** Instant `delayMs` from now, as the screen shows it. */
  instantIn(delayMs: number): Instant {
    return new Date(this.moment.nowMs + delayMs).toISOString();
  }

  /** Goes to a step; its idle time starts anew. */
  go(step: BoothStep): this {
    if (this.state.step === 'welcome' && step !== 'welcome') this.patch({ checkin: null }).cancel('checkin');
    return this.patch({ step }).rearmIdle();
  }

  /** Somebody is here: the warning goes, the idle time of the step starts anew. */
  rearmIdle(): this {
    if (this.state.timeoutAt !== null) this.patch({ timeoutAt: null }).cancel('warning');
    const idleMs = IDLE_MS[this.state.step];
    return idleMs === undefined ? this.cancel('idle') : this.timer('idle', idleMs);
  }
}
