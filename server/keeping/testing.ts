import type { Clock } from '../../contracts/time.ts';
import { makeKey } from './envelope.ts';
import { createVault, type Vault } from './vault.ts';

/** A vault with a master key of its own, for tests that store nothing they read in another process. */
export const testVault = (clock: Clock): Vault => createVault([{ id: 'test', key: makeKey() }], clock);
