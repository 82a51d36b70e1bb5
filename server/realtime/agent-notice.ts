import { eq } from 'drizzle-orm';
import type { Handlers } from '../../contracts/channel.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { noticeCalls } from '../../contracts/hub/notice.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { instantOf } from '../../contracts/time.ts';
import * as schema from '../store/schema.ts';
import { answerQuestions } from '../visits/needs.ts';
import { draftNotice, findNoticeSlip, giveNotice, settlePrint } from '../visits/notices.ts';
import { type CaseHead, loadCase } from '../visits/visit-store.ts';
import type { AgentContext } from './agent-context.ts';
import type { HubParts } from './parts.ts';

/** A long slip takes some ten seconds, and stands behind one that is being printed. */
const PRINT_TIMEOUT_MS = 60_000;

type OwnCase = (caseId: string, context: AgentContext) => Promise<Result<CaseHead, XiaowuError>>;

/** What a desk does about papers that are missing; `ownCase` tells whether the case is theirs to touch. */
export function agentNoticeHandlers(parts: HubParts, ownCase: OwnCase): Handlers<typeof noticeCalls, AgentContext> {
  const { store, outbox, board } = parts;

  return {
    async 'case.answers'(wish, context) {
      const own = await ownCase(wish.caseId, context);
      if (!own.ok) return own;
      const actor = { kind: 'agent', id: context.agent.id } as const;
      return store.write(async (work) => {
        const answered = await answerQuestions(work, parts, { ...wish, actor });
        if (!answered.ok) return answered;
        work.touch(own.value.visitId);
        const now = await loadCase(work, wish.caseId);
        return now ? ok(now) : err(fail('not_found', 'case'));
      });
    },

    async 'notice.draft'(wish, context) {
      const own = await ownCase(wish.caseId, context);
      if (!own.ok) return own;
      const drafted = await draftNotice(store, parts, wish, instantOf(store.clock));
      return drafted.ok ? ok(drafted.value.notice) : drafted;
    },

    async 'notice.give'(wish, context) {
      const own = await ownCase(wish.caseId, context);
      if (!own.ok) return own;
      const { id: agentId, departmentId } = context.agent;
      const given = await store.write((work) => giveNotice(work, parts, { ...wish, agentId, departmentId }));
      if (!given.ok) return given;
      if (given.value.followUp) await board.followUpMade(given.value.followUp);
      return ok(given.value.notice);
    },

    async 'notice.print'({ noticeId }, context) {
      const [row] = await store.db
        .select({ caseId: schema.notices.caseId })
        .from(schema.notices)
        .where(eq(schema.notices.id, noticeId));
      if (!row) return err(fail('not_found', 'notice'));
      const own = await ownCase(row.caseId, context);
      if (!own.ok) return own;
      const slip = await findNoticeSlip(store, parts, noticeId);
      if (!slip.ok) return slip;
      const { boothId, visitId, document } = slip.value;
      const printed = await outbox.order(boothId, 'notice.print', { visitId, document }, PRINT_TIMEOUT_MS);
      await store.write((work) => settlePrint(work, noticeId, printed));
      return printed;
    },
  };
}
