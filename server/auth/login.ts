import { v7 } from 'uuid';
import type { CallOutput, Handlers } from '../../contracts/channel.ts';
import type { Agent } from '../../contracts/domain/people.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { loginHttp } from '../../contracts/hub/login.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { Store } from '../store/work.ts';
import { passwordFits } from './passwords.ts';
import { agentOf, findAgent, findAgentByName, saveSession, sessionEndMs } from './people-store.ts';
import { FailureLimit, LOGIN_MAX_FAILURES, LOGIN_WINDOW_MS } from './rate-limit.ts';
import type { AgentSession, Tokens } from './tokens.ts';

/** Who is asking: the address counts for the rate limit only and is not kept. */
export interface LoginContext {
  readonly address: string;
}

type SessionAnswer = CallOutput<(typeof loginHttp)['login']>;

export function loginHandlers(store: Store, tokens: Tokens): Handlers<typeof loginHttp, LoginContext> {
  const limit = new FailureLimit(store.clock, LOGIN_MAX_FAILURES, LOGIN_WINDOW_MS);

  async function session(agent: Agent, sessionId: string): Promise<SessionAnswer> {
    const { token, expiresAtMs } = await tokens.signAgent(agent.id, sessionId);
    await store.write((work) => saveSession(work, sessionId, agent.id, expiresAtMs));
    return { token, expiresAt: new Date(expiresAtMs).toISOString(), agent };
  }

  return {
    async login({ username, password }, { address }) {
      const key = `${username} ${address}`;
      const refuse = async (error: XiaowuError) => {
        await store.write((work) =>
          work.audit({
            action: 'login.failed',
            actor: { kind: 'public', id: username },
            subject: username,
            disposition: 'failure',
            detail: error.code,
          }),
        );
        return err(error);
      };
      const waitMs = limit.waitMs(key);
      if (waitMs > 0) return refuse(fail('rate_limited', `again in ${Math.ceil(waitMs / 1000)} s`));
      // Counted before the slow check, so that parallel guesses are all counted.
      limit.failed(key);
      const row = await findAgentByName(store.db, username);
      if (!(await passwordFits(row?.passwordHash, password)) || !row) return refuse(fail('wrong_credentials'));
      limit.succeeded(key);
      const agent = agentOf(row);
      await store.write((work) =>
        work.audit({ action: 'login.succeeded', actor: { kind: 'agent', id: agent.id }, subject: username }),
      );
      return ok(await session(agent, v7()));
    },

    async renew({ token }) {
      const current = await agentOfToken(store, tokens, token);
      return current.ok ? ok(await session(current.value.agent, current.value.session.sessionId)) : current;
    },
  };
}

/** The person behind a session token, if it still stands. */
export async function agentOfToken(
  store: Store,
  tokens: Tokens,
  token: string | undefined,
): Promise<Result<{ agent: Agent; session: AgentSession }, XiaowuError>> {
  if (!token) return err(fail('unauthenticated'));
  const session = await tokens.readAgent(token);
  if (!session.ok) return session;
  if ((await sessionEndMs(store.db, session.value.sessionId, session.value.agentId)) === undefined) {
    return err(fail('token_expired'));
  }
  const agent = await findAgent(store.db, session.value.agentId);
  return agent ? ok({ agent, session: session.value }) : err(fail('token_invalid'));
}
