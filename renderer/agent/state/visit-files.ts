import { describeThrown, fail, type XiaowuError } from '../../../contracts/errors.ts';
import { AGENT_FILE_PATH, API_PREFIX } from '../../../contracts/hub/http.ts';
import type { Id } from '../../../contracts/ids.ts';

export type FileView =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly url: string; readonly mimeType: string }
  | { readonly state: 'failed'; readonly error: XiaowuError };

const LOADING: FileView = { state: 'loading' };

/** Bytes of a visit's files, fetched once with the session's token and held as object addresses until cleared. */
export class VisitFiles {
  #views = new Map<Id, FileView>();
  #listeners = new Set<() => void>();
  readonly #token: () => string;

  constructor(token: () => string) {
    this.#token = token;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What is known of a file now; the first look begins to fetch it. */
  view(fileId: Id): FileView {
    const known = this.#views.get(fileId);
    if (known) return known;
    this.#views.set(fileId, LOADING);
    void this.#fetch(fileId);
    return LOADING;
  }

  retry(fileId: Id): void {
    this.#set(fileId, LOADING);
    void this.#fetch(fileId);
  }

  /** Forgets everything: nothing of one visit stays for the next. */
  clear(): void {
    for (const view of this.#views.values()) if (view.state === 'ready') URL.revokeObjectURL(view.url);
    this.#views.clear();
  }

  #set(fileId: Id, view: FileView): void {
    this.#views.set(fileId, view);
    for (const listener of this.#listeners) listener();
  }

  async #fetch(fileId: Id): Promise<void> {
    const view = await this.#load(fileId);
    if (this.#views.has(fileId)) this.#set(fileId, view);
    else if (view.state === 'ready') URL.revokeObjectURL(view.url);
  }

  async #load(fileId: Id): Promise<FileView> {
    try {
      const response = await fetch(`${API_PREFIX}${AGENT_FILE_PATH.replace(':fileId', fileId)}`, {
        headers: { authorization: `Bearer ${this.#token()}` },
        cache: 'no-store',
      });
      if (!response.ok) return { state: 'failed', error: fail('not_found', `status ${response.status}`) };
      const blob = await response.blob();
      return { state: 'ready', url: URL.createObjectURL(blob), mimeType: blob.type };
    } catch (thrown) {
      return { state: 'failed', error: fail('disconnected', describeThrown(thrown)) };
    }
  }
}
