import type { AgentProfile, Need, Offer, RoutingEffect, RoutingEvent, Settings, Work } from '../engine/types.ts';

/**
 * Watches events and effects and holds the engine to its promises. It shares no code with it: it keeps its own books and
 * looks at every person for every work, which is slow and plain.
 */

interface Person {
  /** Null while no more is known than that they hold a work. */
  profile: AgentProfile | null;
  online: boolean;
  ready: boolean;
  counter: boolean;
  misses: number;
  offer: Offer | null;
  /** Works in progress, and those whose notes are being finished. */
  readonly held: Set<string>;
}

interface Job {
  readonly work: Work;
  readonly askedAtMs: number;
  offer: Offer | null;
  agentId: string | null;
  readonly tried: Map<string, number>;
}

export interface Violations {
  /** Assignments to somebody without skill, licence, language, channel or region. */
  outside: number;
  /** Instants at which a work waited although somebody who qualifies by its waiting time was free. */
  idleWhileWaiting: number;
  /** Somebody had more works than capacity, or an offer without a place for it. */
  overCapacity: number;
  /** Two offers for one work, or to one person. */
  doubleOffers: number;
  /** Offers open longer than allowed. */
  lateOffers: number;
  /** Offers to somebody who is away, or missed two in a row. */
  offeredAway: number;
}

export class Oracle {
  readonly violations: Violations = {
    outside: 0,
    idleWhileWaiting: 0,
    overCapacity: 0,
    doubleOffers: 0,
    lateOffers: 0,
    offeredAway: 0,
  };
  readonly examples: string[] = [];
  /** Instants at which somebody farther away was free but a nearer one was given the chance: the price of the rings. */
  heldForNearer = 0;
  readonly #settings: Settings;
  readonly #people = new Map<string, Person>();
  readonly #jobs = new Map<string, Job>();
  readonly #waiting = new Set<Job>();
  readonly #offers = new Set<Offer>();
  #nowMs = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  saw(event: RoutingEvent, effects: readonly RoutingEffect[], nowMs: number): void {
    if (nowMs > this.#nowMs) this.#lookAround();
    this.#nowMs = nowMs;
    const ignored = effects.some((one) => one.type === 'ignored');
    // Deadlines come before the event; what they did is told first, so only what depends on the event is noted early.
    if (event.type === 'work.asked' && !ignored && !this.#jobs.has(event.work.id)) {
      this.#jobs.set(event.work.id, {
        work: event.work,
        askedAtMs: event.askedAtMs ?? nowMs,
        offer: null,
        agentId: null,
        tried: new Map(),
      });
      this.#waiting.add(this.#jobs.get(event.work.id) as Job);
    }
    if (!ignored) this.#note(event);
    for (const effect of effects) this.#follow(effect);
  }

  #note(event: RoutingEvent) {
    switch (event.type) {
      case 'agent.signed-in': {
        const one = this.#personOf(event.agent.id);
        one.profile = event.agent;
        if (!one.online && event.standing) {
          const { wish, misses = 0, counter = false, wrapUps = [] } = event.standing;
          one.ready = wish === 'available';
          one.misses = misses;
          one.counter = counter;
          for (const { workId } of wrapUps) one.held.add(workId);
        }
        one.online = true;
        return;
      }
      case 'work.restored': {
        const { work, agentId, assignedAtMs } = event;
        if (this.#jobs.has(work.id)) return;
        this.#jobs.set(work.id, { work, askedAtMs: assignedAtMs, offer: null, agentId, tried: new Map() });
        this.#personOf(agentId).held.add(work.id);
        return;
      }
      case 'agent.signed-out':
        return this.#change(event.agentId, (one) => {
          one.online = false;
          one.ready = false;
          one.counter = false;
          for (const id of one.held) if (!this.#jobs.has(id)) one.held.delete(id);
        });
      case 'agent.ready':
        return this.#change(event.agentId, (one) => {
          one.ready = true;
          one.misses = 0;
        });
      case 'agent.break':
        return this.#change(event.agentId, (one) => {
          one.ready = false;
        });
      case 'agent.counter':
        return this.#change(event.agentId, (one) => {
          one.counter = event.busy;
        });
      case 'work.ended':
        return this.#end(event.workId);
      default:
        return;
    }
  }

  /** A work that somebody has stays in their hands until the notes are finished. */
  #end(workId: string): void {
    const job = this.#jobs.get(workId);
    if (!job) return;
    this.#jobs.delete(workId);
    this.#waiting.delete(job);
  }

  #personOf(agentId: string): Person {
    let one = this.#people.get(agentId);
    if (!one) {
      one = { profile: null, online: false, ready: false, counter: false, misses: 0, offer: null, held: new Set() };
      this.#people.set(agentId, one);
    }
    return one;
  }

  #change(agentId: string, change: (one: Person) => void): void {
    const one = this.#people.get(agentId);
    if (one) change(one);
  }

  #follow(effect: RoutingEffect) {
    switch (effect.type) {
      case 'offer':
        return this.#offered(effect.offer, effect.atMs);
      case 'offer.gone':
        return this.#offerGone(effect.offer, effect.reason, effect.atMs);
      case 'assigned': {
        const job = this.#jobs.get(effect.workId);
        const person = this.#people.get(effect.agentId);
        if (!job || !person) return this.#blame('outside', `unknown ${effect.workId} or ${effect.agentId}`);
        job.agentId = effect.agentId;
        this.#waiting.delete(job);
        person.held.add(effect.workId);
        if (!mayEver(person.profile, job.work)) this.#blame('outside', `${effect.workId} to ${effect.agentId}`);
        if (loadOf(person) > capacityOf(person)) this.#blame('overCapacity', effect.agentId);
        return;
      }
      case 'refused':
      case 'left-queue':
        return this.#end(effect.workId);
      case 'finished':
        return this.#change(effect.agentId, (one) => one.held.delete(effect.workId));
      default:
        return;
    }
  }

  #offered(offer: Offer, atMs: number) {
    const job = this.#jobs.get(offer.workId);
    const person = this.#people.get(offer.agentId);
    if (!job || !person) return this.#blame('outside', `offer of ${offer.workId} to ${offer.agentId}`);
    if (job.offer || person.offer) this.#blame('doubleOffers', `${offer.workId} to ${offer.agentId}`);
    if (!person.online || !person.ready) this.#blame('offeredAway', `${offer.workId} to ${offer.agentId}`);
    if (!mayEver(person.profile, job.work)) this.#blame('outside', `offer of ${offer.workId} to ${offer.agentId}`);
    if (offer.expiresAtMs - atMs > this.#settings.offerMs) this.#blame('lateOffers', offer.offerId);
    job.offer = offer;
    person.offer = offer;
    this.#waiting.delete(job);
    this.#offers.add(offer);
    if (loadOf(person) > capacityOf(person)) this.#blame('overCapacity', offer.agentId);
  }

  #offerGone(offer: Offer, reason: 'accepted' | 'expired' | 'declined' | 'withdrawn', atMs: number): void {
    this.#offers.delete(offer);
    const person = this.#people.get(offer.agentId);
    const job = this.#jobs.get(offer.workId);
    if (person) {
      person.offer = null;
      if (reason === 'expired') person.misses += 1;
      else if (reason !== 'withdrawn') person.misses = 0;
      if (person.misses >= this.#settings.maxMisses) {
        person.misses = 0;
        person.ready = false;
      }
    }
    if (!job) return;
    job.offer = null;
    if (reason === 'accepted') return;
    job.tried.set(offer.agentId, atMs);
    this.#waiting.add(job);
  }

  /** The last instant is over: was everything in order when it ended? */
  #lookAround(): void {
    for (const offer of this.#offers) {
      if (offer.expiresAtMs < this.#nowMs) this.#blame('lateOffers', offer.offerId);
    }
    if (this.#waiting.size === 0) return;
    const free = [...this.#people.values()].filter(isFree).flatMap(({ profile }) => profile ?? []);
    if (free.length === 0) return;
    for (const job of this.#waiting) {
      const able = free.filter((one) => mayEver(one, job.work) && this.#mayBeAsked(job, one));
      if (able.length === 0) continue;
      if (able.some((one) => this.#isInRing(one, job.work, this.#nowMs - job.askedAtMs))) {
        this.#blame('idleWhileWaiting', `${job.work.id} while ${able[0]?.id} is free at ${this.#nowMs}`);
      } else this.heldForNearer++;
    }
  }

  #mayBeAsked(job: Job, { id }: AgentProfile): boolean {
    const triedAtMs = job.tried.get(id);
    return triedAtMs === undefined || this.#nowMs - triedAtMs >= this.#settings.retryMs;
  }

  /** By waiting time alone. The engine may ask farther people sooner, when nobody nearer is on duty; a name opens all. */
  #isInRing(who: AgentProfile, need: Work, waitedMs: number): boolean {
    if (need.onlyAgentId !== undefined) return true;
    const [, districtMs, partnerMs, levelMs] = this.#settings.ringAfterMs;
    if (bestLevel(who, need) < need.level) return waitedMs >= levelMs;
    if (who.homeRegionId === need.regionId) return true;
    const district = (id: string) => this.#settings.regions.find((one) => one.id === id)?.districtId;
    return waitedMs >= (district(who.homeRegionId) === district(need.regionId) ? districtMs : partnerMs);
  }

  #blame(what: keyof Violations, example: string): void {
    this.violations[what]++;
    if (this.examples.length < 20) this.examples.push(`${what}: ${example}`);
  }
}

function loadOf({ held, counter, offer }: Person): number {
  return held.size + (counter ? 1 : 0) + (offer ? 1 : 0);
}

function capacityOf({ profile }: Person): number {
  return profile?.capacity ?? 0;
}

function isFree(one: Person): boolean {
  return one.online && one.ready && !one.offer && loadOf(one) < capacityOf(one);
}

function bestLevel(who: AgentProfile, need: Need): number {
  return Math.max(
    0,
    ...who.skills
      .filter(({ departmentId }) => departmentId === need.departmentId)
      .filter(({ serviceId }) => !serviceId || !need.serviceId || serviceId === need.serviceId)
      .map(({ level }) => level),
  );
}

/** Asked of them at all; skill (at most one level below), licence, language, channel and region. */
function mayEver(who: AgentProfile | null, need: Work): boolean {
  if (!who) return false;
  const level = bestLevel(who, need);
  return (
    (need.onlyAgentId === undefined || need.onlyAgentId === who.id) &&
    !need.notAgentIds?.some((id) => id === who.id) &&
    level >= 1 &&
    level + 1 >= need.level &&
    who.regionIds.some((id) => id === need.regionId) &&
    who.languages.some((one) => one === need.language) &&
    who.channels.some((one) => one === need.channel) &&
    (need.authority === undefined || who.authorities.some((one) => one === need.authority))
  );
}
