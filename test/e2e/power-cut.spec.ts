import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { touch } from '../rig/booth-screen.ts';
import { type Rig, startRig } from '../rig/rig.ts';
import { openRows, type Rows } from '../rig/rows.ts';
import { VISIT } from '../rig/visit.ts';

const CUT_AFTER = 'deregistration is opened, tax clearance is missing';

test('the power of the booth is cut in the middle of a visit: it knows the visit, says so, resumes it', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'xiaowu-e2e-'));
  let rig: Rig | undefined;
  try {
    rig = await startRig({ dir });
    const running = rig;
    for (const step of VISIT.slice(0, VISIT.findIndex((one) => one.name === CUT_AFTER) + 1)) {
      await test.step(step.name, () => step.run(running));
    }
    await test.step('the power is cut and comes back', async () => {
      await running.booth().kill();
      await running.restartBooth();
    });
    await test.step('the screen says so and offers to go on', async () => {
      const { page } = running.booth();
      await expect(page.getByText('刚才设备重新启动了')).toBeVisible();
      await expect(page.getByText(/V\d{8}-\d{4}/)).toBeVisible();
      await touch(page, 'resume-on');
    });
    await test.step('the citizen finishes; nothing had to be done twice', async () => {
      const { page } = running.booth();
      // The hub has kept the call: the citizen is with the same agent again.
      await touch(page, 'hang-up');
      await page.locator('[data-action="finish"]').click();
      const { printer } = running.machines;
      await printer.waitFor(() => printer.slips().length === 1, 30_000);
      expect(printer.slips()[0]?.lines.join('\n')).toContain('公司注销登记');
      await touch(page, 'rate-4');
      await touch(page, 'leave-now');
      running.machines.door.leave();
      await page.locator('[data-action="begin"]').waitFor();
    });
    await rig.close();
    const rows = await openRows(running.hub.dataDir);
    const facts = await rows.query<{ id: string; booth_seq: number; type: string }>(
      "select id, booth_seq, fact->>'type' as type from timeline where booth_seq is not null order by booth_seq",
    );
    // What a booth tells outside of visits has numbers, too: a device that was slow to come up, before this one.
    const before = (facts[0]?.booth_seq ?? 0) - 1;
    expect(await countIncidents(rows)).toBeGreaterThanOrEqual(before > 0 ? 1 : 0);
    expect(facts.map((fact) => fact.booth_seq)).toEqual(facts.map((_, index) => before + index + 1));
    expect(new Set(facts.map((fact) => fact.id)).size).toBe(facts.length);
    expect(facts.map((fact) => fact.type)).toContain('visit.resumed');
    expect(await rows.query('select state, how_ended from visits')).toEqual([
      { state: 'ended', how_ended: 'completed' },
    ]);
    await rows.close();
  } finally {
    await rig?.close();
    await rm(dir, { recursive: true, force: true });
  }
});

async function countIncidents(rows: Rows): Promise<number> {
  return (await rows.query('select 1 from incidents')).length;
}
