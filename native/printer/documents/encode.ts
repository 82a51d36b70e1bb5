import type { PrintDocument, PrintJob } from '../../../contracts/device/print.ts';
import { createDocument, type DocumentBuilder, type DocumentOptions } from '../encoder.ts';
import { layNotice } from './notice.ts';
import { fill, textsOf } from './page.ts';
import { layParcelSlip } from './parcel-slip.ts';
import { layReadiness } from './readiness.ts';
import { layReceipt } from './receipt.ts';
import { layTestPage } from './test-page.ts';

type Kind = PrintDocument['kind'];
type DocumentOf<K extends Kind> = Extract<PrintDocument, { kind: K }>;

/** The one table from a kind of document to its layout. */
const layouts: { readonly [K in Kind]: (page: DocumentBuilder, document: DocumentOf<K>) => void } = {
  receipt: layReceipt,
  notice: layNotice,
  'parcel-slip': layParcelSlip,
  readiness: layReadiness,
  'test-page': layTestPage,
};

/** The bytes of a job on a printer, from the first line to the cut. A copy says so above and below. */
export function encodeJob({ document, copy }: PrintJob, options: DocumentOptions): Uint8Array {
  const page = createDocument(options);
  const { common } = textsOf(document.kind === 'receipt' ? document.receipt.language : document.language);
  const mark = fill(common.copy, { copy });
  if (copy > 0) page.line(mark, { align: 'centre', bold: true, large: true }).rule('=');
  // The table's type keeps each kind and its document together; the compiler cannot follow that through an index.
  const lay = layouts[document.kind] as (page: DocumentBuilder, document: PrintDocument) => void;
  lay(page, document);
  if (copy > 0) {
    page.rule('=').line(mark, { align: 'centre', bold: true });
    page.line(fill(common.copyNote, { copy }), { align: 'centre' });
  }
  return page.cut().bytes();
}

/** What is printed behind a job that broke off, before its piece is cut: nobody shall take it for a valid slip. */
export function encodeVoid(number: string, options: DocumentOptions): Uint8Array {
  const page = createDocument(options);
  // A broken job may have left the printer in the middle of a line.
  page.feed(1).rule('=');
  // In both languages at once: whoever finds the piece reads one of them.
  for (const { common } of [textsOf('zh-CN'), textsOf('en')])
    page.line(common.void, { align: 'centre', bold: true, large: true });
  return page.line(number, { align: 'centre', bold: true }).rule('=').cut().bytes();
}
