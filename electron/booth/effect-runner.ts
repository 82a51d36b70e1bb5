import type { XiaowuError } from '../../contracts/errors.ts';
import type { Result } from '../../contracts/result.ts';
import { assertNever } from '../../contracts/result.ts';
import type { Clock, Timer } from '../../contracts/time.ts';
import type { Log } from './log.ts';
import type { Effect, MachineEvent, TimerName } from './machine/messages.ts';

type EffectOf<T extends Effect['type']> = Extract<Effect, { type: T }>;

/** What the effects of the machine do; all but `record` go on behind and come back as events. */
export interface EffectPorts {
  /** Returns when the fact is on disk. */
  readonly record: (effect: EffectOf<'fact'>) => void;
  readonly answer: (order: number, result: EffectOf<'answer'>['result']) => void;
  readonly callHub: (effect: EffectOf<'hub'>) => Promise<Result<unknown, XiaowuError>>;
  readonly callDevice: (effect: EffectOf<'device'>) => Promise<Result<unknown, XiaowuError>>;
  readonly makeCheckin: () => MachineEvent | null;
  readonly wipe: () => Promise<void>;
  /** What custody decides comes back as `custody` events. */
  readonly custody: (event: EffectOf<'custody'>['event']) => void;
  /** Checks the booth before its door opens. */
  readonly selfCheck: () => Promise<MachineEvent>;
  /** Closes whatever a technician had open. */
  readonly closeTechnician: () => Promise<void>;
}

/** Runs effects in their order, and owns the machine's timers: one of a name, a new one replaces the old. */
export class EffectRunner {
  readonly #ports: EffectPorts;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #dispatch: (event: MachineEvent) => void;
  readonly #timers = new Map<TimerName, Timer>();

  constructor(ports: EffectPorts, clock: Clock, log: Log, dispatch: (event: MachineEvent) => void) {
    this.#ports = ports;
    this.#clock = clock;
    this.#log = log;
    this.#dispatch = dispatch;
  }

  run(effect: Effect): void {
    switch (effect.type) {
      case 'fact':
        this.#ports.record(effect);
        return;
      case 'answer':
        this.#ports.answer(effect.order, effect.result);
        return;
      case 'timer.set':
        this.#setTimer(effect.name, effect.delayMs);
        return;
      case 'timer.cancel':
        this.#timers.get(effect.name)?.cancel();
        this.#timers.delete(effect.name);
        return;
      case 'checkin.make': {
        const made = this.#ports.makeCheckin();
        if (made) this.#dispatch(made);
        return;
      }
      case 'custody':
        this.#ports.custody(effect.event);
        return;
      case 'wipe':
        void this.#ports.wipe().then(() => this.#dispatch({ type: 'wiped', visitId: effect.visitId }));
        return;
      case 'self-check':
        void this.#ports.selfCheck().then((event) => this.#dispatch(event));
        return;
      case 'technician.close':
        void this.#ports.closeTechnician().then(() => this.#dispatch({ type: 'technician.closed' }));
        return;
      case 'hub':
        void this.#ports.callHub(effect).then((result) => {
          this.#note(effect, result);
          this.#dispatch({ type: 'hub.answered', name: effect.name, visitId: effect.visitId, result } as MachineEvent);
        });
        return;
      case 'device':
        void this.#ports.callDevice(effect).then((result) => {
          this.#note(effect, result);
          this.#dispatch({
            type: 'device.answered',
            name: effect.name,
            visitId: effect.visitId,
            result,
          } as MachineEvent);
        });
        return;
      default:
        assertNever(effect);
    }
  }

  cancelAll(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #setTimer(name: TimerName, delayMs: number): void {
    this.#timers.get(name)?.cancel();
    const timer = this.#clock.after(delayMs, () => {
      this.#timers.delete(name);
      this.#dispatch({ type: 'timer', name });
    });
    this.#timers.set(name, timer);
  }

  #note({ type, name }: EffectOf<'hub'> | EffectOf<'device'>, result: Result<unknown, XiaowuError>): void {
    if (!result.ok) this.#log({ level: 'warning', event: `${type}.${name}.failed`, error: result.error });
  }
}
