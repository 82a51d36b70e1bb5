import type { PrintDocument } from '../../../contracts/device/print.ts';
import type { DocumentBuilder } from '../encoder.ts';
import { codeBlock, fill, labelColumns, localDay, localTime, masthead, textsOf } from './page.ts';

type ParcelSlip = Extract<PrintDocument, { kind: 'parcel-slip' }>;

/** Goes into the compartment with the papers: for whom they are, and where the citizen is to put them. */
export function layParcelSlip(page: DocumentBuilder, slip: ParcelSlip): void {
  const { common, parcelSlip: texts } = textsOf(slip.language);
  const labels = labelColumns(
    common.number,
    common.booth,
    common.time,
    texts.parcel,
    texts.recipient,
    texts.phone,
    texts.address,
  );
  const compartment = { number: slip.compartment };

  masthead(page, texts.title, common.product);
  page
    .pair(common.number, slip.number, labels)
    .pair(texts.parcel, slip.parcelNumber, labels)
    .pair(common.booth, slip.boothName, labels)
    .pair(common.time, `${localDay(slip.at)} ${localTime(slip.at)}`, labels)
    .rule('=')
    .pair(texts.recipient, slip.recipient, labels, { bold: true })
    .pair(texts.phone, slip.phone, labels)
    .pair(texts.address, slip.address, labels)
    .rule('=')
    .feed(1)
    .line(fill(texts.compartment, compartment), { align: 'centre', bold: true, large: true })
    .feed(1)
    .line(fill(texts.instruction, compartment))
    .line(texts.safe);
  // Couriers carry laser scanners, which read bars only.
  page.feed(1).barcode(slip.parcelNumber);
  codeBlock(page, slip.url, texts.scan);
}
