import type { CentreChange } from '../calls/centre.ts';
import type { HubMessage, Leading } from './messages.ts';

/** What a follower does about something it heard of the leader's stream. */
export type FollowStep =
  | { readonly do: 'nothing' }
  | { readonly do: 'apply'; readonly change: CentreChange }
  /** Everything known before is void. */
  | { readonly do: 'install'; readonly changes: readonly CentreChange[] }
  /** Something was missed: the whole is wanted. */
  | { readonly do: 'ask' };

const NOTHING: FollowStep = { do: 'nothing' };

/** Keeps a follower at the leader's stream: in order, without a gap, and never back to an older leader. */
export class Follower {
  #term = 0;
  #seq = 0;
  #isWhole = false;

  /** The term that is followed; 0 before the first snapshot. */
  get term(): number {
    return this.#term;
  }

  /** Whether everything up to the last known change is here. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  change({ term, seq, change }: Extract<HubMessage, { type: 'change' }>): FollowStep {
    if (term < this.#term || (term === this.#term && seq <= this.#seq)) return NOTHING;
    if (!this.#isWhole || term > this.#term || seq !== this.#seq + 1) return this.#missed();
    this.#seq = seq;
    return { do: 'apply', change };
  }

  snapshot({ term, seq, changes }: Extract<HubMessage, { type: 'snapshot' }>): FollowStep {
    const isOld = term < this.#term || (term === this.#term && (seq < this.#seq || this.#isWhole));
    if (isOld) return NOTHING;
    this.#term = term;
    this.#seq = seq;
    this.#isWhole = true;
    return { do: 'install', changes };
  }

  /** A beat tells of a change that never came. */
  beat({ term, seq }: Leading): FollowStep {
    if (term < this.#term) return NOTHING;
    return term > this.#term || seq > this.#seq || !this.#isWhole ? this.#missed() : NOTHING;
  }

  #missed(): FollowStep {
    this.#isWhole = false;
    return { do: 'ask' };
  }
}
