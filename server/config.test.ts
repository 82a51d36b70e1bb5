import { expect, it } from 'vitest';
import { ConfigError, isLoopback, readConfig } from './config.ts';

it('has a configuration for an empty environment', () => {
  expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 8080, seed: 'demo', tls: undefined });
});

it('names every variable that is wrong', () => {
  const wrong = { PORT: 'eighty', DATABASE_URL: 'mysql://x', HUB_SEED: 'all' };
  expect(() => readConfig(wrong)).toThrow(ConfigError);
  expect(() => readConfig(wrong)).toThrow(/PORT: .*\nDATABASE_URL: must look like postgres.*\nHUB_SEED: must be demo/s);
  expect(() => readConfig({ HUB_TLS_CERT: 'cert.pem' })).toThrow(/HUB_TLS_KEY/);
});

it('gives TLS to every address but loopback', () => {
  expect(readConfig({ HUB_HOST: '0.0.0.0' }).tls).toEqual({ kind: 'self-signed' });
  expect(readConfig({ HUB_HOST: '10.0.0.1', HUB_TLS_CERT: 'c', HUB_TLS_KEY: 'k' }).tls).toMatchObject({
    kind: 'given',
  });
  expect(['localhost', '127.0.0.1', '127.1.2.3', '::1'].every(isLoopback)).toBe(true);
  expect(['0.0.0.0', '::', '127.example.org', '192.168.0.1'].some(isLoopback)).toBe(false);
});

it('takes relays with their secret, and neither without the other', () => {
  const urls = 'stun:relay.example, turn:relay.example:3478?transport=udp,turns:[2001:db8::1]:443?transport=tcp';
  const secret = '0123456789abcdef';
  expect(readConfig({ TURN_URLS: urls, TURN_SECRET: secret }).relays).toEqual({
    urls: ['stun:relay.example', 'turn:relay.example:3478?transport=udp', 'turns:[2001:db8::1]:443?transport=tcp'],
    secret,
  });
  expect(readConfig({ TURN_URLS: 'stun:relay.example' }).relays).toEqual({ urls: ['stun:relay.example'] });
  expect(() => readConfig({ TURN_URLS: 'turn:relay.example' })).toThrow(/TURN_SECRET/);
  expect(() => readConfig({ TURN_SECRET: secret })).toThrow(/TURN_URLS/);
  expect(() => readConfig({ TURN_URLS: 'https://relay.example' })).toThrow(/TURN_URLS.*must look like turn:/);
  expect(() => readConfig({ TURN_URLS: 'turn:relay.example', TURN_SECRET: 'short' })).toThrow(/at least 16/);
});
