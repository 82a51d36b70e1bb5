import { EventEmitter } from 'node:events';
import type { Socket } from 'socket.io';
import { expect, it } from 'vitest';
import type { IceServer } from '../../contracts/hub/relay.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { createRelays, RELAY_LIFETIME_MS, RELAY_RENEWAL_MS, relayCredential } from './relays.ts';

const SECRET = 'a secret of the relay';
const TURN = 'turn:relay.example:3478?transport=udp';
const TURNS = 'turns:relay.example:443?transport=tcp';

it('makes the credential of the draft: base64 of the HMAC-SHA1 of the username', () => {
  // printf %s '1700000000:booth-1' | openssl dgst -sha1 -hmac 'a secret of the relay' -binary | base64
  expect(relayCredential(SECRET, 'booth-1', 1_700_000_000_900)).toEqual({
    username: '1700000000:booth-1',
    credential: '0qEMvf6ZewcJMHk/ZZ2lS4VwZXE=',
  });
});

it('gives nothing where nothing is set, and STUN without a credential', () => {
  const clock = new VirtualClock();
  expect(createRelays(undefined, clock).serversFor('x')).toEqual([]);
  expect(createRelays({ urls: ['stun:relay.example'] }, clock).serversFor('x')).toEqual([
    { urls: ['stun:relay.example'] },
  ]);
});

it('renews in time while the socket is open, and then no more', async () => {
  const clock = new VirtualClock();
  const relays = createRelays({ urls: ['stun:relay.example', TURN, TURNS], secret: SECRET }, clock);
  const socket = new EventEmitter();
  const given: IceServer[][] = [relays.serversFor('booth-1')];
  relays.keepFresh(socket as unknown as Socket, 'booth-1', (servers) => given.push(servers));
  await clock.advance(RELAY_RENEWAL_MS);
  await clock.advance(RELAY_RENEWAL_MS);
  socket.emit('disconnect');
  await clock.advance(10 * RELAY_LIFETIME_MS);
  expect(given).toHaveLength(3);
  expect(given.map(([, turn]) => turn?.urls)).toEqual(Array(3).fill([TURN, TURNS]));
  const expiries = given.map(([, turn]) => Number(turn?.username?.split(':')[0]));
  expect(expiries.map((expiry) => expiry - (expiries[0] ?? 0))).toEqual([0, 300, 600]);
  expect(new Set(given.map(([, turn]) => turn?.credential)).size).toBe(3);
});
