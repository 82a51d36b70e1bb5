import type { Socket } from 'socket.io';
import type { Timer } from '../../contracts/time.ts';
import { sessionEndMs } from '../auth/people-store.ts';
import type { HubParts } from './parts.ts';

/** While a call holds a desk beyond its session, it is looked at again after this. */
const RECHECK_MS = 60_000;

/** Ends a socket when its log-in session ends; a renewal over HTTP prolongs it, and a running call is never cut. */
export function watchSession(
  socket: Socket,
  session: { readonly sessionId: string; readonly expiresAtMs: number; readonly agent: { readonly id: string } },
  { store, quietly }: HubParts,
  isHeld: () => boolean,
): void {
  const { clock } = store;
  let timer: Timer;
  const check = async () => {
    const endMs = (await sessionEndMs(store.db, session.sessionId, session.agent.id)) ?? 0;
    if (socket.disconnected) return;
    if (endMs > clock.nowMs()) arm(endMs - clock.nowMs());
    else if (isHeld()) arm(RECHECK_MS);
    else socket.disconnect(true);
  };
  const arm = (delayMs: number) => {
    timer = clock.after(delayMs, () => void quietly(check()));
  };
  arm(Math.max(0, session.expiresAtMs - clock.nowMs()));
  socket.on('disconnect', () => timer.cancel());
}
