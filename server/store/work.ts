import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { AuditRecord } from '../../contracts/audit/events.ts';
import type { TimelineEntry, VisitFact } from '../../contracts/domain/timeline.ts';
import { type Clock, instantOf } from '../../contracts/time.ts';
import { TIMELINE_FACT } from '../keeping/places.ts';
import type { Reader, Vault } from '../keeping/vault.ts';
import type { Db } from './database.ts';
import * as schema from './schema.ts';
import { createTurns, transactionLock } from './turns.ts';

/** Who acts, as the audit log names them. */
export interface Actor {
  readonly kind: AuditRecord['actorKind'];
  readonly id: string;
}

export interface AuditInput {
  readonly action: AuditRecord['action'];
  readonly actor: Actor;
  readonly visitId?: string;
  readonly subject?: string;
  readonly disposition?: AuditRecord['disposition'];
  /** Never personal data: codes, states, counts. */
  readonly detail?: string;
}

/** A fact to be added; `booth` is set when it comes from a booth's journal. */
export interface FactInput {
  readonly visitId: string;
  readonly source: TimelineEntry['source'];
  readonly sourceId: string;
  readonly fact: VisitFact;
  readonly booth?: { readonly id: string; readonly seq: number; readonly boothId: string; readonly at: string };
}

/** What a finished unit of work asks to be told to others. */
export interface Outcome {
  readonly entries: readonly TimelineEntry[];
  readonly touchedVisitIds: readonly string[];
}

/** One transaction: what is written through it becomes visible, and is told, as a whole or not at all. */
export class Work implements Reader {
  readonly tx: Db;
  readonly now: string;
  readonly vault: Vault;
  readonly #entries: TimelineEntry[] = [];
  readonly #touched = new Set<string>();

  constructor(tx: Db, now: string, vault: Vault) {
    this.tx = tx;
    this.now = now;
    this.vault = vault;
  }

  /** The same as `tx`, for what only reads. */
  get db(): Db {
    return this.tx;
  }

  /** The visit's state is sent to its parties once this work is committed. */
  touch(visitId: string): void {
    this.#touched.add(visitId);
  }

  /** Adds to the timeline. What the fact changes in the visit is written beside it, and touches the visit. */
  async addFact(input: FactInput): Promise<TimelineEntry> {
    const id = input.booth?.id ?? v7();
    const at = input.booth?.at ?? this.now;
    const inserted = await this.tx
      .insert(schema.timeline)
      .values({
        id,
        visitId: input.visitId,
        order: sql`(select coalesce(max(entry_order), 0) + 1 from timeline where visit_id = ${input.visitId})`,
        at,
        storedAt: this.now,
        source: input.source,
        sourceId: input.sourceId,
        ...(await TIMELINE_FACT.keep(this, input.visitId, id, input)),
        boothId: input.booth?.boothId,
        boothSeq: input.booth?.seq,
      })
      .returning({ order: schema.timeline.order });
    const order = inserted[0]?.order ?? 0;
    const entry: TimelineEntry = {
      id,
      order,
      visitId: input.visitId,
      at,
      source: input.source,
      sourceId: input.sourceId,
      fact: input.fact,
    };
    this.#entries.push(entry);
    return entry;
  }

  async audit(input: AuditInput): Promise<void> {
    // One statement with its number: a joining is stored while two people look at an empty picture.
    const next = this.tx.$with('next').as(this.#next('audit'));
    await this.tx
      .with(next)
      .insert(schema.audit)
      .values({
        seq: sql`(select ${next.value} from ${next})`,
        id: v7(),
        at: this.now,
        action: input.action,
        actorKind: input.actor.kind,
        actorId: input.actor.id,
        visitId: input.visitId ?? null,
        subject: input.subject ?? null,
        disposition: input.disposition ?? 'success',
        detail: input.detail ?? null,
      });
  }

  /** The next number of a series, from 1, without gaps: a rollback gives it back. */
  async count(series: string): Promise<number> {
    const rows = await this.#next(series);
    return rows[0]?.value ?? 1;
  }

  #next(series: string) {
    return this.tx
      .insert(schema.counters)
      .values({ name: series, value: 1 })
      .onConflictDoUpdate({ target: schema.counters.name, set: { value: sql`${schema.counters.value} + 1` } })
      .returning({ value: schema.counters.value });
  }

  get outcome(): Outcome {
    return { entries: this.#entries, touchedVisitIds: [...this.#touched] };
  }
}

/** Any fixed number will do: one writer at a time, over all hubs, so the audit log has no gaps and no deadlock can be. */
const WRITER_LOCK = 7_041_002;

export interface Store {
  readonly db: Db;
  readonly clock: Clock;
  readonly vault: Vault;
  /** Runs a transaction and, after the commit, tells what it did. Throwing rolls back; a `Result` commits. */
  write<T>(job: (work: Work) => Promise<T>): Promise<T>;
}

export function createStore(db: Db, clock: Clock, vault: Vault, tell: (outcome: Outcome) => void): Store {
  const inTurn = createTurns(db, transactionLock(WRITER_LOCK));
  return {
    db,
    clock,
    vault,
    async write(job) {
      const { value, outcome } = await inTurn(async (tx) => {
        const work = new Work(tx, instantOf(clock), vault);
        return { value: await job(work), outcome: work.outcome };
      });
      tell(outcome);
      return value;
    },
  };
}
