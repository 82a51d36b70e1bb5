import type { boothIpcCalls, boothIpcPushes } from '../../contracts/ipc/booth.ts';

/**
 * Names of the channels that the booth's screen may use. Written out, not read from the contract, so that the preload
 * carries no schemas; a test compares the two.
 */
export const CALL_NAMES: readonly (keyof typeof boothIpcCalls)[] = [
  'booth.setup',
  'booth.state',
  'booth.intent',
  'call.signal',
  'call.first-frame',
  'still.deliver',
  'still.fail',
  'media.devices',
];

export const PUSH_NAMES: readonly (keyof typeof boothIpcPushes)[] = ['booth.state', 'call.signal', 'still.take'];
