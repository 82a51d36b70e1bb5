import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { DatabasePlace } from '../../../../server/store/database.ts';
import { type Rig, startRig } from '../rig.ts';
import { authSuite } from './auth-suite.ts';
import { callSuite } from './call-suite.ts';
import { custodySuite } from './custody-suite.ts';
import { factsSuite } from './facts-suite.ts';
import { fuzzSuite } from './fuzz-suite.ts';
import { httpSuite } from './http-suite.ts';
import { privacySuite } from './privacy-suite.ts';
import { recordsSuite } from './records-suite.ts';
import { routingSuite } from './routing-suite.ts';
import { technicianSuite } from './technician-suite.ts';
import { visitSuite } from './visit-suite.ts';

const START_TIMEOUT_MS = 120_000;
/** A whole visit is some hundred transactions, and the machine may have other work. */
const TEST_TIMEOUT_MS = 120_000;

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

  afterEach(() => current().reset(), START_TIMEOUT_MS);

  describe('a visit', { timeout: TEST_TIMEOUT_MS }, () => visitSuite(current));
  describe('who gets in', { timeout: TEST_TIMEOUT_MS }, () => authSuite(current));
  describe('calls', { timeout: TEST_TIMEOUT_MS }, () => routingSuite(current));
  describe('several people in a call', { timeout: TEST_TIMEOUT_MS }, () => callSuite(current));
  describe('facts', { timeout: TEST_TIMEOUT_MS }, () => factsSuite(current));
  describe('the locker', { timeout: TEST_TIMEOUT_MS }, () => custodySuite(current, logged));
  describe('what booths tell of themselves', { timeout: TEST_TIMEOUT_MS }, () => recordsSuite(current));
  describe('technicians', { timeout: TEST_TIMEOUT_MS }, () => technicianSuite(current));
  describe('the HTTP surface', { timeout: TEST_TIMEOUT_MS }, () => httpSuite(current));
  describe('the log', { timeout: TEST_TIMEOUT_MS }, () => privacySuite(current, logged));
  describe('malformed messages', { timeout: TEST_TIMEOUT_MS }, () => fuzzSuite(current));
}
