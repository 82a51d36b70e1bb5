import { expect, it } from 'vitest';
import { hashPassword, passwordFits } from './passwords.ts';

it('knows the right password from a wrong one, and refuses an unknown account', async () => {
  const hash = await hashPassword('xiaowu-demo');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwordFits(hash, 'xiaowu-demo')).toBe(true);
  expect(await passwordFits(hash, 'xiaowu-dem0')).toBe(false);
  expect(await passwordFits(undefined, 'xiaowu-demo')).toBe(false);
});
