import type { z } from 'zod';
import type { FormPresence } from '../../contracts/domain/form.ts';
import type { formPushes } from '../../contracts/hub/form.ts';
import type { Clock, Timer } from '../../contracts/time.ts';
import { type FormKeep, type FormLink, FormReplica } from './replica.ts';

/** Where somebody is, is forgotten when it was not said again for so long: their line is gone. */
const PRESENCE_MS = 45_000;
/** It is said again while they stay, twice within that time. */
const SAY_AGAIN_MS = 20_000;

export interface ShelfTools {
  readonly link: FormLink & {
    look(input: { caseId: string; fieldId: string | null; guide: boolean }): Promise<unknown>;
  };
  readonly clock: Clock;
  readonly freshId: () => string;
  readonly keepOf?: (caseId: string) => FormKeep;
}

/** Somebody else in the form, and since when they ask to look there. */
export type Looker = Omit<FormPresence, 'guide'> & { readonly guidedAtMs: number | null };

/** The shared forms that a page has open, and who else is where in them. Knows no React. */
export class FormShelf {
  readonly #tools: ShelfTools;
  readonly #replicas = new Map<string, FormReplica>();
  readonly #restored = new Map<string, string>();
  readonly #lookers = new Map<string, Looker>();
  readonly #timers = new Map<string, Timer>();
  readonly #listeners = new Set<() => void>();
  #here: { caseId: string; fieldId: string } | null = null;
  #again: Timer | undefined;
  #shown: readonly Looker[] = [];

  constructor(tools: ShelfTools) {
    this.#tools = tools;
  }

  /** The form of a case; opened when it is asked for first. */
  of(caseId: string, fieldIds: readonly string[]): FormReplica {
    const known = this.#replicas.get(caseId);
    if (known) return known;
    const { link, clock, freshId, keepOf } = this.#tools;
    const replica = new FormReplica({ caseId, fieldIds, link, clock, freshId, keep: keepOf?.(caseId) });
    this.#replicas.set(caseId, replica);
    const kept = this.#restored.get(caseId);
    this.#restored.delete(caseId);
    if (kept !== undefined) replica.restore(kept);
    replica.sync();
    return replica;
  }

  /** What was kept elsewhere of a form: it is merged in and sent, at once or when the form is opened. */
  restore(caseId: string, kept: string): void {
    const replica = this.#replicas.get(caseId);
    if (replica) replica.restore(kept);
    else this.#restored.set(caseId, kept);
  }

  hear<K extends keyof typeof formPushes>(name: K, payload: z.output<(typeof formPushes)[K]>): void {
    if (name === 'form.changed') {
      const changed = payload as z.output<(typeof formPushes)['form.changed']>;
      this.#replicas.get(changed.caseId)?.hear(changed);
    } else this.#heardOf(payload as FormPresence);
  }

  /** The line to the hub is back, or is there for the first time. */
  sync(): void {
    for (const replica of this.#replicas.values()) replica.sync();
  }

  /** This person is at a field now, or at none. */
  look(caseId: string, fieldId: string | null): void {
    if (fieldId === null && this.#here?.caseId !== caseId) return;
    if (this.#here?.caseId === caseId && this.#here.fieldId === fieldId) return;
    this.#here = fieldId === null ? null : { caseId, fieldId };
    this.#say(caseId, fieldId);
  }

  /** Asks the others to look at a field. */
  guide(caseId: string, fieldId: string): void {
    void this.#tools.link.look({ caseId, fieldId, guide: true });
  }

  /** Everybody of whom the hub tells, the same list until it changes; a page leaves its own person out. */
  readonly lookers = (): readonly Looker[] => this.#shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The visit is over: nothing of it stays. */
  clear(): void {
    for (const replica of this.#replicas.values()) replica.close();
    for (const timer of this.#timers.values()) timer.cancel();
    this.#again?.cancel();
    this.#replicas.clear();
    this.#restored.clear();
    this.#timers.clear();
    this.#lookers.clear();
    this.#here = null;
    this.#changed();
  }

  #say(caseId: string, fieldId: string | null): void {
    this.#again?.cancel();
    void this.#tools.link.look({ caseId, fieldId, guide: false });
    if (fieldId === null) return;
    this.#again = this.#tools.clock.after(SAY_AGAIN_MS, () => this.#say(caseId, fieldId));
  }

  #heardOf({ guide, ...presence }: FormPresence): void {
    const { clock } = this.#tools;
    const { partyId } = presence;
    this.#timers.get(partyId)?.cancel();
    if (presence.fieldId === null) this.#lookers.delete(partyId);
    else {
      const before = this.#lookers.get(partyId);
      const sameField = before?.caseId === presence.caseId && before.fieldId === presence.fieldId;
      const guidedAtMs = guide ? clock.nowMs() : sameField ? before.guidedAtMs : null;
      this.#lookers.set(partyId, { ...presence, guidedAtMs });
      const forget = () => {
        this.#lookers.delete(partyId);
        this.#changed();
      };
      this.#timers.set(partyId, clock.after(PRESENCE_MS, forget));
    }
    this.#changed();
  }

  #changed(): void {
    this.#shown = [...this.#lookers.values()];
    for (const listener of this.#listeners) listener();
  }
}
