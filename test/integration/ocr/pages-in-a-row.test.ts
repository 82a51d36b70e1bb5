import { expect, it } from 'vitest';
import { readInARow } from '../../bench/papers/pages-in-a-row.ts';

/** Pages after which every buffer has been as large as these pictures make it. */
const WARM_PAGES = 6;
/** A page that stayed in memory would take 20 MB or more, so 14 of them 280. */
const MOST_GROWTH_MB = 120;

it('reads page after page without growing, and gives the memory back', { timeout: 300_000 }, async () => {
  const { rssMb, releasedMb } = await readInARow(20, 2, 'id-card-back');
  const warm = Math.max(...rssMb.slice(0, WARM_PAGES));
  const last = Math.max(...rssMb.slice(-5));
  expect(last - warm, rssMb.map(Math.round).join(', ')).toBeLessThan(MOST_GROWTH_MB);
  // The two networks and their pictures take more than this.
  expect(last - releasedMb).toBeGreaterThan(100);
});
