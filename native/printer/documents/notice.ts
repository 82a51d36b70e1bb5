import type { PrintDocument } from '../../../contracts/device/print.ts';
import type { DocumentBuilder } from '../encoder.ts';
import { codeBlock, fill, labelColumns, localDay, localTime, masthead, textsOf } from './page.ts';

type Notice = Extract<PrintDocument, { kind: 'notice' }>;

/** 一次性告知: everything that is missing, why, how to cure it and by when, told once; or what an accepted case still lacks. */
export function layNotice(page: DocumentBuilder, notice: Notice): void {
  const { common, notice: texts } = textsOf(notice.language);
  const header = labelColumns(
    ...[common.number, common.booth, common.time],
    ...[texts.case, texts.service, texts.department, texts.region],
  );
  const body = labelColumns(texts.reason, texts.wanted, texts.cure, texts.dueBy, texts.basis, texts.where, texts.until);

  masthead(page, notice.withGaps ? texts.titleWithGaps : texts.title, common.product);
  page.pair(common.number, notice.number, header);
  if (notice.caseNumber) page.pair(texts.case, notice.caseNumber, header);
  page.pair(texts.service, notice.serviceName, header).pair(texts.department, notice.departmentName, header);
  if (notice.regionName) page.pair(texts.region, notice.regionName, header);
  page
    .pair(common.booth, notice.boothName, header)
    .pair(common.time, `${localDay(notice.at)} ${localTime(notice.at)}`, header)
    .rule('=')
    .spread(texts.items, fill(texts.itemCount, { count: notice.items.length }), { bold: true })
    .rule('-');

  if (notice.withGaps) page.line(texts.accepted);
  if (notice.items.length === 0) page.line(texts.noItems);
  // A law that all papers rest on stands once.
  const shared = notice.items.every((item) => item.basis === notice.items[0]?.basis)
    ? notice.items[0]?.basis
    : undefined;
  notice.items.forEach((item, index) => {
    if (index > 0 || notice.withGaps) page.feed(1);
    page
      .pair(`${index + 1}. `, item.paper, labelColumns(String(index + 1)) + 1, { bold: true })
      .pair(texts.reason, item.reason, body);
    if (item.wanted) page.pair(texts.wanted, item.wanted, body);
    page.pair(texts.cure, item.cure, body);
    if (item.dueBy) page.pair(texts.dueBy, fill(texts.dueDay, { day: localDay(item.dueBy) }), body, { bold: true });
    if (item.basis && item.basis !== shared) page.pair(texts.basis, item.basis, body);
  });

  if (notice.basis) {
    page.rule('-').line(texts.basis, { bold: true });
    if (shared) page.line(shared);
    page.line(notice.basis);
  }
  if (notice.objection) {
    page
      .rule('-')
      .line(texts.objection, { bold: true })
      .pair(texts.where, notice.objection.where, body)
      .pair(texts.until, fill(texts.dueDay, { day: localDay(notice.objection.until) }), body)
      .line(notice.objection.basis);
  }
  codeBlock(page, notice.url, texts.scan);
  page.feed(1).line(texts.promise);
}
