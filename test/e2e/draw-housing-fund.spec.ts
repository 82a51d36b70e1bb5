import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { FUND_PAPERS, FUND_VISIT, type FundVisit, takePictures } from '../rig/fund-visit.ts';
import { findResidue } from '../rig/residue.ts';
import { type House, openDesk, startHouse } from '../rig/rig.ts';
import { openRows } from '../rig/rows.ts';

/** Where pictures of each step go; none are taken without. */
const PICTURES_DIR = process.env.PICTURES_DIR ?? null;

/** For whatever is waited for in one place. */
const PATIENCE_MS = 40_000;

test('Mr Huang draws his housing fund: papers taken, pointed at and read, one to follow, the form signed by hand', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'xiaowu-e2e-'));
  const closers: (() => Promise<unknown>)[] = [];
  const problems: string[] = [];
  let house: House | undefined;
  try {
    house = await startHouse({ dir, paperTable: true });
    const desk = await openDesk(house, { closers, problems }, 'fund');
    const visit: FundVisit = { house, desk, picturesDir: PICTURES_DIR };
    for (const page of [house.booth().page, desk.page]) page.setDefaultTimeout(PATIENCE_MS);
    for (const [at, step] of FUND_VISIT.entries()) {
      // A step that failed is seen, too.
      await test.step(step.name, () => step.run(visit)).finally(() => takePictures(visit, at + 1));
    }
    await test.step('no page threw', () => expect([...(house?.problems ?? []), ...problems]).toEqual([]));
    await test.step('nothing of the visit is left in the booth', async () => {
      const { idFront, bankCard } = FUND_PAPERS;
      const secrets = [...Object.values(idFront.truth), ...Object.values(bankCard.truth)].filter(
        (one) => one.length > 7,
      );
      expect(await findResidue(house?.boothDataDir ?? '', secrets)).toEqual([]);
    });
    for (const closer of closers.splice(0).reverse()) await closer();
    await house.close();
    const rows = await openRows(house.hub.dataDir);
    await test.step('the database holds papers, form, signature and what follows', async () => {
      expect(await rows.query('select service_id, state from cases')).toEqual([
        { service_id: 'fund-withdrawal-rent', state: 'accepted' },
      ]);
      const files = await rows.query<{ source: string }>('select source from files');
      expect(files.filter(({ source }) => source === 'document-camera')).toHaveLength(4);
      // The signed form as PDF.
      expect(files.filter(({ source }) => source === 'hub').length).toBeGreaterThanOrEqual(1);
      const readings = await rows.query<{ kind: string }>('select kind from readings');
      expect(readings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['id-card-front', 'bank-card']));
      expect(await rows.query('select state from receipts')).toEqual([{ state: 'printed' }]);
    });
    await rows.close();
  } finally {
    for (const closer of closers.reverse()) await closer();
    await house?.close();
    await rm(dir, { recursive: true, force: true });
  }
});
