import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { APP_URL, CONTENT_SECURITY_POLICY, servePage } from './page-files.ts';

const root = mkdtempSync(path.join(tmpdir(), 'booth-pages-'));
const folder = path.join(root, 'booth');
mkdirSync(folder);
mkdirSync(path.join(root, 'booth-other'));
writeFileSync(path.join(folder, 'index.html'), '<p>hello</p>');
writeFileSync(path.join(folder, 'notes.xyz'), 'no type');
writeFileSync(path.join(root, 'secret.json'), '{}');
writeFileSync(path.join(root, 'booth-other', 'secret.json'), '{}');
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('the page comes with its type and the strict policy', async () => {
  const response = await servePage(folder, 'GET', APP_URL);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  expect(await response.text()).toBe('<p>hello</p>');
  expect((await servePage(folder, 'GET', 'booth://app/')).status).toBe(200);
});

test('the policy lets no inline code, no other origin and no frame in', () => {
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*/);
  expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
});

test.each([
  ['GET', 'booth://app/%2e%2e/secret.json'],
  ['GET', 'booth://app/..%2fsecret.json'],
  ['GET', 'booth://app/..%2fbooth-other%2fsecret.json'],
  ['GET', 'booth://app/%00'],
  ['GET', 'booth://app/%E0%A4%A'],
  ['GET', 'booth://app/missing.js'],
  ['GET', 'booth://app/notes.xyz'],
  ['GET', 'booth://other/index.html'],
  ['GET', 'file:///etc/passwd'],
  ['GET', 'rubbish'],
  ['POST', APP_URL],
])('%s %s is not found', async (method, url) => {
  expect((await servePage(folder, method, url)).status).toBe(404);
});
