import type { Agent } from '../../contracts/domain/people.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { OutcomeCode } from '../../contracts/hub/agent.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { Work } from '../store/work.ts';
import { findVisitRow, isParty } from '../visits/visit-store.ts';

export interface WrapUpNote {
  readonly visitId: string;
  readonly outcome?: OutcomeCode | undefined;
  readonly note: string;
}

/**
 * Keeps what an agent wrote down of a visit, in its timeline: there colleagues of the call and who comes later read it. It may
 * be said while the call runs and after the visit, and again, the last word standing. `not_found`, `forbidden` for who was
 * never party to the visit, `invalid_input` when it says nothing.
 */
export async function noteVisit(work: Work, agent: Agent, said: WrapUpNote): Promise<Result<null, XiaowuError>> {
  const { visitId, outcome } = said;
  const note = said.note.trim();
  if (!(await findVisitRow(work.tx, visitId))) return err(fail('not_found', 'visit'));
  if (!(await isParty(work.tx, visitId, agent.id))) return err(fail('forbidden', 'not party to this visit'));
  if (note === '' && outcome === undefined) return err(fail('invalid_input', 'neither outcome nor note'));
  await work.addFact({
    visitId,
    source: 'agent',
    sourceId: agent.id,
    fact: { type: 'call.noted', agentId: agent.id, ...(outcome === undefined ? {} : { outcome }), note },
  });
  // The note may name people; the audit log says only that there is one.
  await work.audit({
    action: 'call.noted',
    actor: { kind: 'agent', id: agent.id },
    visitId,
    detail: `${outcome ?? 'no outcome'}, ${note === '' ? 'no note' : 'with a note'}`,
  });
  return ok(null);
}
