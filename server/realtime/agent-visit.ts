import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Handlers } from '../../contracts/channel.ts';
import { type ErrorCode, fail } from '../../contracts/errors.ts';
import type { agentCalls } from '../../contracts/hub/agent.ts';
import type { noticeCalls } from '../../contracts/hub/notice.ts';
import { err, ok } from '../../contracts/result.ts';
import { READING } from '../keeping/places.ts';
import * as schema from '../store/schema.ts';
import type { Actor } from '../store/work.ts';
import { decideCase, openCase, setNote, setPaper } from '../visits/cases.ts';
import { stepVisit } from '../visits/life.ts';
import { confirmFields, storeReading } from '../visits/papers.ts';
import { requestParcel, withdrawParcel } from '../visits/parcels.ts';
import { findCaseHead, findVisitRow, isParty } from '../visits/visit-store.ts';
import type { AgentContext } from './agent-context.ts';
import { agentNoticeHandlers } from './agent-notice.ts';
import type { HubParts } from './parts.ts';

/** Time in which a booth takes a still and uploads it: focus, exposure and some megabytes over a mobile line. */
const STILL_TIMEOUT_MS = 20_000;

/** How an order ends whose answer nobody has. */
const UNANSWERED: readonly ErrorCode[] = ['timeout', 'disconnected', 'invalid_output'];

type VisitCalls = Pick<
  typeof agentCalls,
  | 'still.take'
  | 'page.retake'
  | 'paper.confirm'
  | 'case.open'
  | 'case.paper'
  | keyof typeof noticeCalls
  | 'case.note'
  | 'case.set'
  | 'locker.ask'
  | 'visit.close'
>;

/** What a desk does with the visit before it: papers, cases, the locker, the close. */
export function agentVisitHandlers(parts: HubParts): Handlers<VisitCalls, AgentContext> {
  const { store, catalogue, requirements, calls, outbox } = parts;

  const actorOf = ({ agent }: AgentContext): Actor => ({ kind: 'agent', id: agent.id });

  /** A visit that goes on and to whose call this agent is or was party. */
  async function openVisit(visitId: string, { agent }: AgentContext) {
    const row = await findVisitRow(store.db, visitId);
    if (!row) return err(fail('not_found', 'visit'));
    if (!(await isParty(store.db, visitId, agent.id))) return err(fail('forbidden', 'not party to this visit'));
    return row.state === 'ended' ? err(fail('wrong_state', 'the visit has ended')) : ok(row);
  }

  /** The same for the visit of a case. After the end, cases may still be noted and decided. */
  async function ownCase(caseId: string, { agent }: AgentContext) {
    const found = await findCaseHead(store.db, caseId);
    if (!found) return err(fail('not_found', 'case'));
    const allowed = await isParty(store.db, found.visitId, agent.id);
    return allowed ? ok(found) : err(fail('forbidden', 'not party to this visit'));
  }

  return {
    async 'still.take'({ visitId }, context) {
      const row = await openVisit(visitId, context);
      if (!row.ok) return row;
      const taken = await outbox.order(row.value.boothId, 'still.take', { visitId, requestId: v7() }, STILL_TIMEOUT_MS);
      if (!taken.ok) return taken;
      const { fileId } = taken.value;
      const stored = await store.db
        .select({ visitId: schema.files.visitId })
        .from(schema.files)
        .where(eq(schema.files.id, fileId));
      // The booth's word is not the proof: the file itself must have arrived.
      return stored[0]?.visitId === visitId ? ok({ fileId }) : err(fail('not_found', 'the still did not arrive'));
    },

    async 'page.retake'({ visitId, fileId, reason }, context) {
      const row = await openVisit(visitId, context);
      if (!row.ok) return row;
      const file = await store.db
        .select({ visitId: schema.files.visitId, source: schema.files.source })
        .from(schema.files)
        .where(eq(schema.files.id, fileId));
      if (file[0]?.visitId !== visitId) return err(fail('not_found', 'file'));
      // Only what was taken here can be taken here once more.
      if (file[0].source !== 'document-camera') return err(fail('wrong_state', 'not of the document camera'));
      const { agent } = context;
      const asked = await outbox.order(row.value.boothId, 'page.retake', { visitId, fileId, reason, agent });
      return asked.ok ? ok(null) : asked;
    },

    async 'paper.confirm'({ visitId, fileId, fields }, context) {
      const row = await openVisit(visitId, context);
      if (!row.ok) return row;
      return store.write(async (work) => {
        const file = await work.tx
          .select({ visitId: schema.files.visitId })
          .from(schema.files)
          .where(eq(schema.files.id, fileId));
        if (file[0]?.visitId !== visitId) return err(fail('not_found', 'file'));
        const [row] = await work.tx.select().from(schema.readings).where(eq(schema.readings.fileId, fileId));
        const before = row && READING.open(await work.vault.sealOf(work.tx, visitId), row);
        const confirmed = confirmFields(before?.fields ?? [], fields);
        const { kind, text, durationMs } = before ?? { kind: 'other' as const, text: '', durationMs: 0 };
        await storeReading(work, visitId, { fileId, kind, text, durationMs, fields: confirmed });
        const actor = actorOf(context);
        await work.audit({ action: 'paper.confirmed', actor, visitId, subject: fileId });
        const fact = { type: 'paper.confirmed', fileId, fields: confirmed } as const;
        await work.addFact({ visitId, source: 'agent', sourceId: actor.id, fact });
        return ok(null);
      });
    },

    async 'case.open'({ visitId, serviceId }, context) {
      const row = await openVisit(visitId, context);
      if (!row.ok) return row;
      const { agent } = context;
      const wish = { visitId, serviceId, agentId: agent.id, agentDepartmentId: agent.departmentId };
      return store.write((work) => openCase(work, { catalogue, requirements }, wish));
    },

    async 'case.paper'(wish, context) {
      const own = await ownCase(wish.caseId, context);
      if (!own.ok) return own;
      return store.write((work) => setPaper(work, { ...wish, actor: actorOf(context) }));
    },

    ...agentNoticeHandlers(parts, ownCase),

    async 'case.note'({ caseId, note }, context) {
      const own = await ownCase(caseId, context);
      if (!own.ok) return own;
      return store.write((work) => setNote(work, caseId, note, actorOf(context)));
    },

    async 'case.set'(wish, context) {
      const own = await ownCase(wish.caseId, context);
      if (!own.ok) return own;
      const { id: agentId, departmentId } = context.agent;
      return store.write((work) => decideCase(work, { catalogue }, { ...wish, agentId, departmentId }));
    },

    async 'locker.ask'({ visitId, caseId, size = 'small' }, context) {
      const row = await openVisit(visitId, context);
      if (!row.ok) return row;
      const { boothId } = row.value;
      if (caseId !== undefined) {
        const own = await ownCase(caseId, context);
        if (!own.ok) return own;
        if (own.value.visitId !== visitId) return err(fail('not_found', 'case'));
      }
      const parcel = await store.write((work) =>
        requestParcel(work, { visitId, boothId, caseId, size, actor: actorOf(context) }),
      );
      if (!parcel.ok) return parcel;
      const order = { visitId, parcel: parcel.value, agent: context.agent };
      const asked = await outbox.order(boothId, 'locker.ask', order);
      if (asked.ok) return parcel;
      // Without an answer the citizen may be asked all the same: the compartment stays theirs until the visit's end.
      if (!UNANSWERED.includes(asked.error.code)) {
        await store.write((work) => withdrawParcel(work, visitId, parcel.value.id, actorOf(context)));
      }
      return asked;
    },

    async 'visit.close'({ visitId }, context) {
      const row = await openVisit(visitId, context);
      if (!row.ok) return row;
      const ordered = await outbox.order(row.value.boothId, 'visit.close', { visitId });
      if (!ordered.ok) return ordered;
      await store.write((work) => stepVisit(work, visitId, 'closing'));
      const call = calls.callOfVisit(visitId);
      if (call) await calls.dispatch({ type: 'call.end', callId: call.callId, reason: 'completed' });
      return ok(null);
    },
  };
}
