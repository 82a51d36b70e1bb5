import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { AUDIT_PAGE, auditPage } from './audit-page.ts';

it('is what the table of audit events says', async () => {
  expect(await readFile(AUDIT_PAGE, 'utf8'), 'run: node server/store/audit-page.ts').toBe(auditPage());
});
