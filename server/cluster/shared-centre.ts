import { v7 } from 'uuid';
import { fail } from '../../contracts/errors.ts';
import { err } from '../../contracts/result.ts';
import type { Clock, Timer } from '../../contracts/time.ts';
import { type CallCentre, type CentreChange, type CentreEvent, readsOf } from '../calls/centre.ts';
import { CallReplica } from '../calls/replica.ts';
import type { Logger } from '../log.ts';
import { safeMessage } from '../log.ts';
import { Follower, type FollowStep } from './follower.ts';
import { Lines } from './lines.ts';
import { BEAT_MS, Members } from './members.ts';
import type { DecisionAnswer, HubBus, HubMessage } from './messages.ts';

/** An unanswered decision is asked for again after this, under the same id. */
const ASK_AGAIN_MS = 500;
/** Longer than a change of the leader takes, shorter than booths and desks wait for an answer. */
export const ASK_PATIENCE_MS = 8_000;
/** A repeated request is given the first one's answer for this long: longer than anybody repeats it. */
const ANSWER_KEPT_MS = 30_000;

export interface SharedCentreOptions {
  /** New with each start of the process. */
  readonly hubId: string;
  readonly bus: HubBus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Restores the calls from the database: from then on this hub decides, and stores it as of this term. */
  open(term: number): Promise<CallCentre>;
  /** A booth or desk has connected to another hub. */
  onPlaceTaken(place: string, sinceMs: number): void;
}

/** The call centre of several hubs: one leads and decides, the others ask it and keep a replica. */
export interface SharedCentre extends CallCentre {
  lead(term: number): Promise<void>;
  stepDown(): Promise<void>;
  /** The term in which this hub leads; null when it does not. */
  readonly term: number | null;
  /** Whether this hub hears the others, and whether somebody leads whom it follows. */
  status(): { channel: boolean; led: boolean };
  /** Tells the other hubs that a booth or desk is connected here now. */
  takePlace(place: string, sinceMs: number): void;
}

interface Pending {
  readonly event: CentreEvent;
  readonly resolve: (answer: DecisionAnswer) => void;
  timer: Timer;
}

export function createSharedCentre(options: SharedCentreOptions): SharedCentre {
  const { hubId, bus, clock, logger } = options;
  const members = new Members(hubId, clock.nowMs());
  const pending = new Map<string, Pending>();
  const answers = new Map<string, Promise<DecisionAnswer>>();
  const listeners = new Set<(change: CentreChange) => void>();
  /** Who is connected here, and, at the leader, at each of the others. */
  const mine = new Lines();
  const linesOf = new Map<string, Lines>();
  let follower = new Follower();
  let replica = new CallReplica();
  let local: CallCentre | undefined;
  let leading = { term: 0, seq: 0 };
  let heardLeaderMs = Number.NEGATIVE_INFINITY;
  /** The leader may have missed somebody's coming or going. */
  let owesLines = true;
  let closed = false;

  const notify = (change: CentreChange) => {
    for (const listener of listeners) listener(change);
  };

  /** Decides here; undefined when this hub gave up the lead meanwhile, so that whoever asked asks the next. */
  async function decide(from: string, id: string, event: CentreEvent): Promise<DecisionAnswer | undefined> {
    const centre = local;
    if (!centre) return undefined;
    let answer = answers.get(id);
    if (!answer) {
      if (from !== hubId) linesOf.get(from)?.note(event);
      answer = centre.dispatch(event).catch((thrown: unknown) => {
        logger.error({ err: thrown, event: event.type }, 'a decision failed');
        return err(fail('internal', safeMessage(thrown)));
      });
      answers.set(id, answer);
      clock.after(ANSWER_KEPT_MS, () => answers.delete(id));
    }
    const given = await answer;
    return local === centre ? given : undefined;
  }

  function dispatch(event: CentreEvent): Promise<DecisionAnswer> {
    const isLine = mine.note(event);
    return new Promise((resolve) => {
      const id = v7();
      const untilMs = clock.nowMs() + ASK_PATIENCE_MS;
      const settle = (answer: DecisionAnswer) => {
        pending.get(id)?.timer.cancel();
        if (pending.delete(id)) resolve(answer);
      };
      const attempt = () => {
        if (closed || clock.nowMs() >= untilMs) {
          if (isLine) owesLines = true;
          return settle(err(fail('timeout', 'no hub decides')));
        }
        const timer = clock.after(ASK_AGAIN_MS, attempt);
        pending.set(id, { event, resolve: settle, timer });
        if (local) void decide(hubId, id, event).then((answer) => answer && settle(answer));
        else bus.send({ type: 'ask', from: hubId, id, event });
      };
      attempt();
    });
  }

  /** Tells the local centre who came and went, without an answer. */
  function tell(events: readonly CentreEvent[]): void {
    for (const event of events) {
      void local
        ?.dispatch(event)
        .catch((thrown: unknown) => logger.error({ err: thrown, event: event.type }, 'a line was not noted'));
    }
  }

  function loseHub(hub: string): void {
    members.forget(hub);
    const lines = linesOf.get(hub);
    if (!lines) return;
    linesOf.delete(hub);
    logger.warn({ hub, lines: lines.all.length }, 'a hub is gone');
    tell(lines.goneBut(new Lines()));
  }

  function follow(step: FollowStep): void {
    if (step.do === 'ask') bus.send({ type: 'snapshot-ask', from: hubId });
    else if (step.do === 'apply') {
      replica.apply(step.change);
      notify(step.change);
    } else if (step.do === 'install') {
      const old = replica;
      replica = new CallReplica();
      for (const change of step.changes) replica.apply(change);
      for (const { callId } of old.calls()) if (!replica.call(callId)) notify({ type: 'call', callId, call: null });
      for (const change of step.changes) notify(change);
    }
  }

  function sendSnapshot(centre: CallCentre): void {
    bus.send({ type: 'snapshot', from: hubId, ...leading, changes: centre.snapshot() });
  }

  function hearAsLeader(message: HubMessage, centre: CallCentre): void {
    if (message.type === 'ask') {
      const { from, id, event } = message;
      // Who is connected there comes first: somebody of whom this leader has not heard would be taken for absent. It is
      // asked for again.
      if (!linesOf.has(from)) return;
      void decide(from, id, event).then((answer) => {
        if (answer) bus.send({ type: 'answer', from: hubId, to: from, id, answer });
      });
    } else if (message.type === 'snapshot-ask') sendSnapshot(centre);
    else if (message.type === 'lines') {
      const now = Lines.of(message.events);
      const before = linesOf.get(message.from);
      linesOf.set(message.from, now);
      tell([...(before?.goneBut(now) ?? []), ...now.all]);
    } else if (message.type === 'beat' && message.leads && message.leads.term > leading.term) {
      // The lock went to another while this hub could not see the database: the later term counts.
      logger.warn({ term: leading.term, by: message.leads.term }, 'another hub leads');
      void stepDown();
    }
  }

  function hearAsFollower(message: HubMessage): void {
    if (message.type === 'change') follow(follower.change(message));
    else if (message.type === 'snapshot') follow(follower.snapshot(message));
    else if (message.type === 'beat' && message.leads) {
      heardLeaderMs = clock.nowMs();
      follow(follower.beat(message.leads));
      if (message.leads.knows.includes(hubId) && !owesLines) return;
      owesLines = false;
      bus.send({ type: 'lines', from: hubId, events: mine.all });
    }
  }

  async function stepDown(): Promise<void> {
    const centre = local;
    if (!centre) return;
    local = undefined;
    linesOf.clear();
    owesLines = true;
    replica = new CallReplica();
    for (const change of centre.snapshot()) replica.apply(change);
    follower = new Follower();
    await centre.close();
  }

  bus.onMessage((message) => {
    if (closed) return;
    if (message.type === 'beat') for (const hub of members.hearBeat(message, clock.nowMs())) loseHub(hub);
    if (message.from === hubId) return;
    if (message.type === 'answer') {
      if (message.to === hubId) pending.get(message.id)?.resolve(message.answer);
    } else if (message.type === 'place') options.onPlaceTaken(message.place, message.sinceMs);
    else if (message.type === 'bye') loseHub(message.from);
    else if (local) hearAsLeader(message, local);
    else hearAsFollower(message);
  });

  let isHeard = true;
  function watchChannel(): void {
    const now = members.isHeard(clock.nowMs());
    if (now === isHeard) return;
    isHeard = now;
    if (now) logger.info('hubs hear each other again');
    else logger.error('the channel of the hubs is silent: each serves its own, only the leader decides');
  }

  let beatTimer: Timer;
  function beat(): void {
    watchChannel();
    const leads = local ? { ...leading, knows: [...linesOf.keys()] } : null;
    bus.send({ type: 'beat', from: hubId, sentMs: clock.nowMs(), leads });
    beatTimer = clock.after(BEAT_MS, beat);
  }
  beat();

  return {
    dispatch,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async lead(term) {
      const centre = await options.open(term);
      leading = { term, seq: 0 };
      centre.onChange((change) => {
        leading.seq += 1;
        bus.send({ type: 'change', from: hubId, ...leading, change });
        notify(change);
      });
      linesOf.clear();
      answers.clear();
      local = centre;
      sendSnapshot(centre);
      beatTimer.cancel();
      beat();
      tell(mine.all);
      for (const [id, one] of pending) {
        void decide(hubId, id, one.event).then((answer) => answer && one.resolve(answer));
      }
    },
    stepDown,
    get term() {
      return local ? leading.term : null;
    },
    status: () => ({
      channel: members.isHeard(clock.nowMs()),
      led: local !== undefined || (follower.isWhole && clock.nowMs() - heardLeaderMs < ASK_PATIENCE_MS),
    }),
    takePlace: (place, sinceMs) => bus.send({ type: 'place', from: hubId, place, sinceMs }),
    ...readsOf(() => local ?? replica),
    snapshot: () => local?.snapshot() ?? replica.snapshot(),
    async close() {
      closed = true;
      beatTimer.cancel();
      for (const one of [...pending.values()]) one.resolve(err(fail('disconnected', 'the hub stops')));
      bus.send({ type: 'bye', from: hubId });
      await local?.close();
    },
  };
}
