import type { z } from 'zod';
import type { Presence } from '../../../contracts/domain/people.ts';
import type { agentCalls, Offer } from '../../../contracts/hub/agent.ts';
import type { boothPushes } from '../../../contracts/hub/booth.ts';
import type { TestAgent } from '../hub/rig.ts';
import type { Desk } from './alphabet.ts';

export type Parties = z.infer<(typeof boothPushes)['call.parties']>;
export type Called = Pick<Parties, 'callId' | 'rev' | 'parties' | 'asks'>;
type Greeting = z.infer<(typeof agentCalls)['hello']['output']>;

/** A desk, and what it has been told: only the latest word of each kind counts. */
export class Seat {
  readonly who: Desk;
  readonly #heard: () => void;
  client: TestAgent | null = null;
  login = { token: '', id: '' };
  presence: Presence = 'offline';
  offer: Offer | null = null;
  call: Called | null = null;

  constructor(who: Desk, heard: () => void) {
    this.who = who;
    this.#heard = heard;
  }

  get id(): string {
    return this.login.id;
  }

  get sit(): TestAgent {
    if (!this.client) throw new Error(`nobody sits at ${this.who}`);
    return this.client;
  }

  take(client: TestAgent): void {
    this.client = client;
    client.socket.onAny((name: string, payload) => {
      if (this.client !== client) return;
      this.#hear(name, payload);
      this.#heard();
    });
  }

  greet({ presence, call, offer }: Greeting): void {
    this.presence = presence;
    this.call = call;
    this.offer = offer;
    this.#heard();
  }

  leave(): void {
    this.client?.socket.disconnect();
    this.client = null;
    this.offer = null;
    this.call = null;
  }

  #hear(name: string, payload: Offer & Parties & { presence: Presence }): void {
    switch (name) {
      case 'offer.new':
        this.offer = payload;
        break;
      case 'offer.gone':
        if (this.offer?.offerId === payload.offerId) this.offer = null;
        break;
      case 'presence.changed':
        this.presence = payload.presence;
        break;
      case 'call.parties':
        if (!payload.parties.some(({ partyId }) => partyId === this.id)) this.call = null;
        else if (!this.call || payload.rev >= this.call.rev || this.call.callId !== payload.callId) this.call = payload;
        break;
      case 'call.ended':
        if (this.call?.callId === payload.callId) this.call = null;
        break;
    }
  }
}
