import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { unwrap } from '../../../../contracts/result.ts';
import { createLogger } from '../../../../server/log.ts';
import type { Rig } from '../rig.ts';

/** What tells who a citizen is never reaches the log. */
export function privacySuite(rig: () => Rig, logged: readonly string[]): void {
  it('writes no name, number, address or secret of anybody into the log', async () => {
    const booth = await rig().booth('privacy-1');
    const tax = await rig().agent('demo-tax-1');
    await tax.available();
    const visit = await booth.begin({ serviceId: 'tax-clearance' });
    unwrap(await booth.call('call.request', { visitId: visit.id }));
    await tax.accept();
    const mailing = { recipient: '金丝雀收件', phone: '13911112222', address: '金丝雀街九十九号' };
    unwrap(await booth.call('mailing.give', { visitId: visit.id, mailing }));
    const opened = unwrap(await tax.call('case.open', { visitId: visit.id, serviceId: 'tax-clearance' }));
    unwrap(await tax.call('case.note', { caseId: opened.id, note: '金丝雀备注' }));
    // A broken request: the same secrets where they do not belong.
    await booth.call('mailing.give', { visitId: visit.id, mailing: { ...mailing, phone: '13911112222x' } });
    await booth.call('mailing.give', { visitId: v7(), mailing });
    const all = logged.join('\n');
    expect(logged.length).toBeGreaterThan(0);
    for (const secret of ['金丝雀', '13911112222', tax.token, 'xiaowu-demo']) expect(all).not.toContain(secret);
  });

  it('removes the values of failed queries and of known keys', () => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (line: string) => lines.push(line) });
    const failed = new Error('Failed query: insert into visits values ($1)\nparams: 金丝雀', {
      cause: Object.assign(new Error('duplicate 金丝雀'), {
        severity: 'ERROR',
        code: '23505',
        constraint: 'visits_pkey',
      }),
    });
    logger.error({ err: failed, token: 'canary', deep: { mailing: { phone: 'canary' } } }, 'failed');
    expect(lines.join()).not.toMatch(/金丝雀|canary/);
    expect(lines.join()).toContain('visits_pkey');
  });
}
