import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AUDIT_EVENTS } from '../../contracts/audit/events.ts';

/** Where the generated page lies. */
export const AUDIT_PAGE = fileURLToPath(new URL('../../docs/audit.md', import.meta.url));

/** The page of audit events, as the table in `contracts/audit/events.ts` gives it. */
export function auditPage(): string {
  const rows = Object.entries(AUDIT_EVENTS).map(([action, meaning]) => [`\`${action}\``, meaning] as const);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  // Padded as the formatter pads tables, so that it leaves the page as it is.
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [
    '# Audit events',
    '',
    'Generated from `contracts/audit/events.ts` by `node server/store/audit-page.ts`; a test fails when it is stale.',
    '',
    'Every record has a number (`seq`, without gaps), an id, the time, the action, who acted (`actorKind`, `actorId`), the',
    'visit, what it was done to (`subject`), whether it went through (`disposition`) and a `detail` of codes and states.',
    'Records hold no personal data: people and visits stand there by id and number.',
    '',
    line(['action', 'meaning']),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    '',
    '## How to add one',
    '',
    'Add it to `contracts/audit/events.ts`, write it where the thing happens (`work.audit` in the same transaction), and',
    'generate this page anew.',
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(AUDIT_PAGE, auditPage());
