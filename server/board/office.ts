import type { Handlers } from '../../contracts/channel.ts';
import type { Agent } from '../../contracts/domain/people.ts';
import { fail } from '../../contracts/errors.ts';
import type { agentCalls, FollowUp } from '../../contracts/hub/agent.ts';
import { err, ok } from '../../contracts/result.ts';
import { instantOf } from '../../contracts/time.ts';
import type { CallReads } from '../calls/centre.ts';
import { showCall } from '../calls/view.ts';
import type { CatalogueIndex } from '../catalogue/catalogue.ts';
import type { Logger } from '../log.ts';
import type { AgentContext } from '../realtime/agent-context.ts';
import type { Directory } from '../realtime/directory.ts';
import type { Outbox } from '../realtime/outbox.ts';
import type { Store } from '../store/work.ts';
import { createBoardWatch } from './board-watch.ts';
import { hoursOf } from './figures.ts';
import { findFollowUp, finishFollowUp, followUpsFor, takeFollowUp } from './follow-ups.ts';
import { noteVisit } from './notes.ts';
import { createBoardReader } from './read.ts';

type BoardCalls = Pick<
  typeof agentCalls,
  'board.get' | 'board.history' | 'followup.take' | 'followup.done' | 'wrapup.note'
>;

export interface BoardTools {
  readonly store: Store;
  readonly calls: CallReads;
  readonly directory: Directory;
  readonly catalogue: CatalogueIndex;
  readonly outbox: Outbox;
  readonly logger: Logger;
  /** What the citizen is called in a call. */
  readonly citizenName: string;
}

/** The board, and what else is kept around calls: what citizens are owed, what agents noted. */
export interface BoardOffice {
  readonly handlers: Handlers<BoardCalls, AgentContext>;
  /** What is owed and this person may do. */
  followUpsFor(agent: Agent): Promise<FollowUp[]>;
  /** A citizen did not wait: the department hears of what it owes. */
  followUpMade(number: string): Promise<void>;
  /** The last desk of this person has gone. */
  leave(agentId: string): void;
  close(): void;
}

const NOT_FOR_AGENTS = fail('forbidden', 'the board is for supervisors');

export function openBoard(tools: BoardTools): BoardOffice {
  const { store, calls, directory, catalogue, outbox, logger, citizenName } = tools;
  const watch = createBoardWatch({
    clock: store.clock,
    read: createBoardReader({
      db: store.db,
      clock: store.clock,
      calls,
      departmentIds: catalogue.data.departments.map((one) => one.id),
      parties: async (call) => (await showCall(call, directory.agent, citizenName)).parties,
    }),
    tell: (agentId, board) => outbox.toAgent(agentId, 'board.changed', board),
    onError: (thrown) => logger.error({ err: thrown }, 'the board could not be read'),
  });

  const isSupervisor = (agent: Agent) => agent.role === 'supervisor';
  const tell = (followUp: FollowUp) => outbox.toDepartment(followUp.departmentId, 'followup.changed', followUp);

  return {
    handlers: {
      async 'board.get'(_input, { agent }) {
        return isSupervisor(agent) ? ok(await watch.look(agent.id)) : err(NOT_FOR_AGENTS);
      },

      async 'board.history'({ day, days }, { agent }) {
        if (!isSupervisor(agent)) return err(NOT_FOR_AGENTS);
        return ok({ hours: await hoursOf(store.db, day, days, instantOf(store.clock)) });
      },

      async 'followup.take'({ id }, { agent }) {
        const taken = await store.write((work) => takeFollowUp(work, id, agent));
        if (taken.ok) tell(taken.value);
        return taken;
      },

      async 'followup.done'({ id, outcome }, { agent }) {
        const done = await store.write((work) => finishFollowUp(work, id, agent, outcome));
        if (done.ok) tell(done.value);
        return done;
      },

      'wrapup.note': (said, { agent }) => store.write((work) => noteVisit(work, agent, said)),
    },

    followUpsFor: (agent) => followUpsFor(store, agent),
    async followUpMade(number) {
      const followUp = await findFollowUp(store, number);
      if (followUp) tell(followUp);
    },
    leave: (agentId) => watch.leave(agentId),
    close: () => watch.close(),
  };
}
