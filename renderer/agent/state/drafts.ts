import { z } from 'zod';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { Result } from '../../../contracts/result.ts';

const kept = z.record(z.string(), z.string());

export interface DraftsOptions {
  /** Outlives a reload of the page; not the tab, for what is typed is about people. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly storageKey: string;
  /** Makes the request, and shows that it runs, and its failure. */
  readonly save: (caseId: Id, note: string) => Promise<Result<unknown, XiaowuError>>;
  readonly onChange: () => void;
}

/**
 * Notes on cases as an agent types them: they stay through other tabs of the desk, a reload and a lost line, until the hub has
 * them. What was to be saved when the line broke is saved as soon as it is back; what was only typed waits for its writer.
 */
export class Drafts {
  readonly #options: DraftsOptions;
  /** Notes whose saving the line has lost, by case. */
  readonly #lost = new Map<Id, string>();
  #notes: ReadonlyMap<Id, string>;

  constructor(options: DraftsOptions) {
    this.#options = options;
    this.#notes = read(options);
  }

  /** What was typed into the note of a case and is not stored; null when nothing was. */
  noteOf(caseId: Id): string | null {
    return this.#notes.get(caseId) ?? null;
  }

  type(caseId: Id, note: string): void {
    this.#keep(new Map([...this.#notes, [caseId, note]]));
  }

  async save(caseId: Id, note: string): Promise<void> {
    this.#lost.delete(caseId);
    const answer = await this.#options.save(caseId, note);
    if (!answer.ok) {
      if (answer.error.category === 'network') this.#lost.set(caseId, note);
      return;
    }
    // What was typed on meanwhile is not stored yet.
    if (this.noteOf(caseId) === note) this.#keep(new Map([...this.#notes].filter(([id]) => id !== caseId)));
  }

  /** The line is back: what it lost is saved again; the hub stores the same once. */
  lineIsBack(): void {
    const again = [...this.#lost];
    this.#lost.clear();
    for (const [caseId, note] of again) void this.save(caseId, note);
  }

  /** Only these cases are worked on from now on: what was typed into others and not saved is let go. */
  keepOnly(caseIds: readonly Id[]): void {
    this.#keep(new Map([...this.#notes].filter(([id]) => caseIds.includes(id))));
  }

  #keep(notes: ReadonlyMap<Id, string>): void {
    this.#notes = notes;
    const { storage, storageKey } = this.#options;
    if (notes.size === 0) storage.removeItem(storageKey);
    else storage.setItem(storageKey, JSON.stringify(Object.fromEntries(notes)));
    this.#options.onChange();
  }
}

function read({ storage, storageKey }: DraftsOptions): ReadonlyMap<Id, string> {
  try {
    return new Map(Object.entries(kept.parse(JSON.parse(storage.getItem(storageKey) ?? '{}'))));
  } catch {
    // Something else wrote there: as good as nothing kept.
    return new Map();
  }
}
