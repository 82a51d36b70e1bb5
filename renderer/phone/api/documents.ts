import { API_PREFIX } from '../../../contracts/hub/http.ts';
import {
  type KeptDocument,
  PHONE_DOCUMENT_PATH,
  PHONE_KEEP_ROUTES,
  phoneKeepHttp,
} from '../../../contracts/hub/phone-keep.ts';
import { callHub, HTTP_TIMEOUT_MS } from '../../ui/hub-client.ts';

/**
 * The documents of the visit, fetched as they come to be: the session's token dies with the visit, and only then there is time
 * to look at them. They stay in the page's memory until it is cleared or closed.
 */
export class DocumentShelf {
  readonly #bytes = new Map<string, Blob>();
  #listed: readonly KeptDocument[] = [];
  /** Counts clearings: what was under way before one is let go. */
  #era = 0;

  /** Fetches what is not here yet; gives all that is here. What could not be fetched is tried again with the next news. */
  async refresh(token: string | undefined): Promise<readonly KeptDocument[]> {
    const era = this.#era;
    const listed = await callHub(phoneKeepHttp.documents, PHONE_KEEP_ROUTES.documents, null, token);
    if (!listed.ok || era !== this.#era) return this.held();
    for (const one of listed.value) {
      if (this.#bytes.has(keyOf(one))) continue;
      const bytes = await fetchPdf(one, token);
      if (era !== this.#era) return this.held();
      if (bytes) this.#bytes.set(keyOf(one), bytes);
    }
    this.#listed = listed.value;
    return this.held();
  }

  held(): readonly KeptDocument[] {
    return this.#listed.filter((one) => this.#bytes.has(keyOf(one)));
  }

  readonly bytesOf = (one: KeptDocument): Blob | undefined => this.#bytes.get(keyOf(one));

  clear(): void {
    this.#era += 1;
    this.#bytes.clear();
    this.#listed = [];
  }
}

const keyOf = ({ kind, caseId, at }: KeptDocument) => `${kind} ${caseId} ${at}`;

async function fetchPdf({ kind, caseId }: KeptDocument, token: string | undefined): Promise<Blob | undefined> {
  const path = PHONE_DOCUMENT_PATH.replace(':kind', kind).replace(':caseId', caseId);
  try {
    const answer = await fetch(`${API_PREFIX}${path}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
      cache: 'no-store',
    });
    return answer.ok ? await answer.blob() : undefined;
  } catch (thrown) {
    // The line is away; the next news brings it.
    console.warn('a document was not fetched', thrown);
    return undefined;
  }
}
