import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asc } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { PARTY_HELD_MS } from '../../../contracts/domain/call.ts';
import { unwrap } from '../../../contracts/result.ts';
import * as schema from '../../../server/store/schema.ts';
import { startRig } from './rig.ts';

const TIMEOUT_MS = 120_000;

it(
  'comes back with its visits, people and audit log, and with the call that ran',
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'xiaowu-hub-restart-'));
    const database = { kind: 'embedded', folder: join(dataDir, 'database') } as const;
    try {
      const before = await startRig({ database, dataDir });
      const booth = await before.booth();
      const tax = await before.agent('demo-tax-1');
      await tax.available();
      const visit = await booth.begin({ serviceId: 'tax-clearance' });
      const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
      await tax.accept();
      await booth.tell(visit.id, { type: 'door.opened' });
      await expect(startRig({ database, dataDir })).rejects.toThrow(/in use by another hub/);
      await before.close();
      expect((await stat(join(dataDir, 'session-secret'))).mode & 0o777).toBe(0o600);

      const after = await startRig({ database, dataDir });
      const again = await after.booth();
      const hello = await again.hello(visit.id);
      expect(hello).toMatchObject({ storedSeq: 1, visit: { id: visit.id, state: 'in-call', firstAgentId: tax.id } });
      const back = await after.agent('demo-tax-1');
      expect(back.id).toBe(tax.id);
      const desk = unwrap(await back.call('hello'));
      expect(desk).toMatchObject({ presence: 'on-call', call: { callId, visit: { id: visit.id } } });
      type News = { parties: { partyId: string; owner: boolean; awaySince?: string }[] };
      const together = await again.next<News>('call.parties', (one) => one.parties.every((party) => !party.awaySince));
      expect(together.parties.map(({ partyId, owner }) => [partyId, owner])).toEqual([
        [visit.id, false],
        [tax.id, true],
      ]);
      await after.clock.advance(PARTY_HELD_MS);
      const signal = { kind: 'candidate', candidate: null } as const;
      unwrap(await again.call('signal', { callId, toPartyId: tax.id, signal }));
      unwrap(await again.call('call.hangup', { callId }));
      expect(await back.next('call.ended')).toEqual({ callId, reason: 'hangup' });
      await back.next<{ presence: string }>('presence.changed', (one) => one.presence === 'wrap-up');

      const rows = await after.hub.db.select().from(schema.audit).orderBy(asc(schema.audit.seq));
      expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1));
      expect(rows.filter((row) => row.action === 'hub.started')).toHaveLength(2);
      await after.close();
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  },
  TIMEOUT_MS,
);
