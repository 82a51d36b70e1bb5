import { expect, test } from 'vitest';
import { boothIpcCalls, boothIpcPushes } from '../../contracts/ipc/booth.ts';
import { CALL_NAMES, PUSH_NAMES } from './channel-names.ts';

test('the bridge knows exactly the channels of the contract', () => {
  expect([...CALL_NAMES].sort()).toEqual(Object.keys(boothIpcCalls).sort());
  expect([...PUSH_NAMES].sort()).toEqual(Object.keys(boothIpcPushes).sort());
});
