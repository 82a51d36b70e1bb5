import type { XiaowuError } from '../../../contracts/errors.ts';
import { CLOSED_BY_HUB, type LinkState } from '../../ui/hub-socket.ts';
import { type AgentLink, type AgentLinkOptions, connectAgent } from './hub-client.ts';

export interface HubLineOptions extends Omit<AgentLinkOptions, 'onLink'> {
  readonly onLink: (link: LinkState) => void;
  /** Whether the hub still knows the session; null when it cannot be asked. */
  readonly isSessionAlive: () => Promise<boolean | null>;
  /** Another page of this agent has the desk now. */
  readonly onElsewhere: () => void;
  /** The hub does not know the session (any more). */
  readonly onLoggedOut: (error: XiaowuError) => void;
}

/**
 * The desk's line to the hub, with what a closed one means. A hub has one place for each agent: a newer page takes it from
 * an older. The older one is still then, and comes back only when somebody says so (`reconnect`), so two never fight.
 */
export class HubLine {
  readonly #options: HubLineOptions;
  #link: AgentLink;
  #isClosed = false;

  constructor(options: HubLineOptions) {
    this.#options = options;
    this.#link = this.#connect();
  }

  request: AgentLink['request'] = (...given) => this.#link.request(...given);

  reconnect(): void {
    this.#link.close();
    this.#link = this.#connect();
  }

  close(): void {
    this.#isClosed = true;
    this.#link.close();
  }

  #connect(): AgentLink {
    return connectAgent({ ...this.#options, onLink: (link) => this.#onLink(link) });
  }

  #onLink(link: LinkState): void {
    this.#options.onLink(link);
    if (link.state !== 'refused') return;
    if (link.error.detail === CLOSED_BY_HUB) void this.#onClosedByHub(link.error);
    else this.#options.onLoggedOut(link.error);
  }

  /** The hub ends a line when the session ends, or when another page takes its place. The session tells which. */
  async #onClosedByHub(error: XiaowuError): Promise<void> {
    const isAlive = await this.#options.isSessionAlive();
    if (this.#isClosed) return;
    if (isAlive === false) this.#options.onLoggedOut(error);
    else if (isAlive) this.#options.onElsewhere();
    // A hub that cannot be asked is looked for again; there is no place to fight over.
    else this.reconnect();
  }
}
