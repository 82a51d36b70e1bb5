import { afterAll, beforeAll, describe } from 'vitest';
import type { DatabasePlace } from '../../../../server/store/database.ts';
import { type Rig, startRig } from '../rig.ts';
import { visitSuite } from './visit-suite.ts';

const START_TIMEOUT_MS = 120_000;

/** Every test of the hub, against one kind of database. */
export function hubSuites(open: () => Promise<{ place: DatabasePlace; close(): Promise<void> }>): void {
  let rig: Rig | undefined;
  let closeDatabase: (() => Promise<void>) | undefined;
  const logged: string[] = [];
  const current = () => {
    if (!rig) throw new Error('the hub is not up');
    return rig;
  };

  beforeAll(async () => {
    const database = await open();
    closeDatabase = database.close;
    rig = await startRig({ database: database.place, log: (line) => logged.push(line) });
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await rig?.close();
    await closeDatabase?.();
  }, START_TIMEOUT_MS);

  describe('a visit', () => visitSuite(current));
}
