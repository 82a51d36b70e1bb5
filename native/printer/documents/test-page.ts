import type { PrintDocument } from '../../../contracts/device/print.ts';
import type { DocumentBuilder } from '../encoder.ts';
import { codeBlock, fill, labelColumns, localDay, localTime, masthead, textsOf } from './page.ts';

type TestPage = Extract<PrintDocument, { kind: 'test-page' }>;

/** The paper that has so many columns. */
const PAPER_MM_OF_COLUMNS: Readonly<Record<number, number>> = { 32: 58, 48: 80 };

/** Printable ASCII but the space. */
const ASCII = Array.from({ length: 0x7e - 0x20 }, (_, index) => String.fromCharCode(0x21 + index)).join('');

/** Shows whether characters, widths, styles, code and cut are as they should be. */
export function layTestPage(page: DocumentBuilder, test: TestPage): void {
  const { common, testPage: texts } = textsOf(test.language);
  const labels = labelColumns(common.number, common.booth, common.time);
  const { columns } = page;

  masthead(page, texts.title, common.product);
  page
    .pair(common.number, test.number, labels)
    .pair(common.booth, test.boothName, labels)
    .pair(common.time, `${localDay(test.at)} ${localTime(test.at)}`, labels)
    .rule('=')
    // From edge to edge: what is cut off or wrapped shows a wrong paper width.
    .line('1234567890'.repeat(columns).slice(0, columns))
    .line(fill(texts.columns, { columns, width: PAPER_MM_OF_COLUMNS[columns] ?? columns }))
    .rule('-')
    .line(texts.characters, { bold: true })
    .line(ASCII)
    .line(texts.sample)
    .line(texts.rare)
    .rule('-')
    .line(texts.styles, { bold: true })
    .line(texts.bold, { bold: true })
    .line(texts.large, { large: true })
    .line(texts.left)
    .line(texts.centre, { align: 'centre' })
    .spread('', texts.right);
  codeBlock(page, test.number, texts.scan);
  page.line(texts.end, { align: 'centre' });
}
