import type { Ring } from './state.ts';

/** An offer that rings at somebody, for reasons that no rule of a call asks for. */
export function ringAtTest(agentId: string, offerId: string): Ring {
  return {
    agentId,
    offerId,
    expiresAtMs: 0,
    why: {
      ring: 'own-town',
      owner: false,
      level: 1,
      wantedLevel: 1,
      freeForMs: 0,
      waitedMs: 0,
      priority: 'normal',
      callBack: false,
    },
  };
}
