import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { expect, it } from 'vitest';

const sql = (name: string) => readFile(new URL(`./migrations/${name}.sql`, import.meta.url), 'utf8');

it('closes the record of parcels that were taken out without a word, so that each compartment has one owner', async () => {
  const db = await PGlite.create('memory://');
  await db.exec(await sql('0000_first'));
  const parcel = (number: number, compartment: number, state: string, withdrawn = false) =>
    db.query(
      `insert into parcels (id, number, visit_id, booth_id, compartment, state, custody, withdrawn, created_at)
       values ($1, $2, $1, 'booth', $3, $4, '[{"state": "requested"}]', $5, $6)`,
      [
        `00000000-0000-7000-8000-00000000000${number}`,
        `P20260101-000${number}`,
        compartment,
        state,
        withdrawn,
        `2026-01-0${number}`,
      ],
    );
  await parcel(1, 1, 'sealed');
  await parcel(2, 1, 'sealed');
  await parcel(3, 1, 'open');
  await parcel(4, 2, 'sealed');
  await parcel(5, 2, 'requested', true);
  await db.exec(await sql('0001_booths'));
  const { rows } = await db.query<{ state: string; steps: number }>(
    'select state, jsonb_array_length(custody) as steps from parcels order by number',
  );
  expect(rows.map(({ state, steps }) => `${state} ${steps}`)).toEqual([
    'collected 2',
    'collected 2',
    'open 1',
    'sealed 1',
    'requested 1',
  ]);
  await expect(parcel(6, 2, 'requested')).rejects.toThrow(/parcels_compartment/);
  await db.close();
});
