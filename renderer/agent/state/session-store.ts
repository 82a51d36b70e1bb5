import type { CallOutput } from '../../../contracts/channel.ts';
import { LOGIN_ROUTES } from '../../../contracts/hub/http.ts';
import { loginHttp } from '../../../contracts/hub/login.ts';
import type { Clock, Timer } from '../../../contracts/time.ts';
import { callHub } from '../../ui/hub-client.ts';

export type Session = CallOutput<(typeof loginHttp)['login']>;

const STORAGE_KEY = 'xiaowu.agent.session';
/** A session is renewed when this share of its life is gone, so that a short loss of the line does not end the working day. */
const RENEW_AT_SHARE = 0.6;
/** While the hub cannot be reached, renewing is tried again after this long. */
const RENEW_RETRY_MS = 15_000;

/** The session of this tab, if it still lives. It dies with the tab. */
export function loadSession(clock: Clock): Session | null {
  const text = sessionStorage.getItem(STORAGE_KEY);
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Something else wrote there: as good as no session.
    value = null;
  }
  const parsed = loginHttp.login.output.safeParse(value);
  if (!parsed.success || new Date(parsed.data.expiresAt).getTime() <= clock.nowMs()) {
    sessionStorage.removeItem(STORAGE_KEY);
    return null;
  }
  return parsed.data;
}

export function saveSession(session: Session | null): void {
  if (session) sessionStorage.setItem(STORAGE_KEY, JSON.stringify(session));
  else sessionStorage.removeItem(STORAGE_KEY);
}

export function login(username: string, password: string) {
  return callHub(loginHttp.login, LOGIN_ROUTES.login, { username, password });
}

/** Whether the hub still knows this session; null when it cannot be asked now. */
export async function isAlive({ token }: Session): Promise<boolean | null> {
  const answer = await callHub(loginHttp.renew, LOGIN_ROUTES.renew, { token });
  if (answer.ok) return true;
  return answer.error.category === 'network' ? null : false;
}

/** Keeps a session fresh until stopped. `onSession(null)`: the hub does not know it any more. */
export function keepRenewed(session: Session, clock: Clock, onSession: (session: Session | null) => void): () => void {
  let timer: Timer | null = null;
  let stopped = false;
  const renew = async (current: Session) => {
    const answer = await callHub(loginHttp.renew, LOGIN_ROUTES.renew, { token: current.token });
    if (stopped) return;
    if (answer.ok) {
      onSession(answer.value);
      plan(answer.value);
    } else if (answer.error.category === 'network') timer = clock.after(RENEW_RETRY_MS, () => void renew(current));
    else onSession(null);
  };
  const plan = (current: Session) => {
    const leftMs = Math.max(0, new Date(current.expiresAt).getTime() - clock.nowMs());
    timer = clock.after(leftMs * RENEW_AT_SHARE, () => void renew(current));
  };
  plan(session);
  return () => {
    stopped = true;
    timer?.cancel();
  };
}
