import type { PrintDocument } from '../../../contracts/device/print.ts';
import type { DocumentBuilder } from '../encoder.ts';
import { codeBlock, fill, labelColumns, localDay, localTime, masthead, textsOf } from './page.ts';

type Notice = Extract<PrintDocument, { kind: 'notice' }>;

/** 一次性告知: everything that is missing, why, how to cure it and by when, told once. */
export function layNotice(page: DocumentBuilder, notice: Notice): void {
  const { common, notice: texts } = textsOf(notice.language);
  const header = labelColumns(common.number, common.booth, common.time, texts.case, texts.service, texts.department);
  const body = labelColumns(texts.reason, texts.cure, texts.dueBy);

  masthead(page, texts.title, common.product);
  page.pair(common.number, notice.number, header);
  if (notice.caseNumber) page.pair(texts.case, notice.caseNumber, header);
  page
    .pair(texts.service, notice.serviceName, header)
    .pair(texts.department, notice.departmentName, header)
    .pair(common.booth, notice.boothName, header)
    .pair(common.time, `${localDay(notice.at)} ${localTime(notice.at)}`, header)
    .rule('=')
    .spread(texts.items, fill(texts.itemCount, { count: notice.items.length }), { bold: true })
    .rule('-');

  if (notice.items.length === 0) page.line(texts.noItems);
  notice.items.forEach((item, index) => {
    if (index > 0) page.feed(1);
    page
      .pair(`${index + 1}. `, item.paper, labelColumns(String(index + 1)) + 1, { bold: true })
      .pair(texts.reason, item.reason, body)
      .pair(texts.cure, item.cure, body);
    if (item.dueBy) page.pair(texts.dueBy, fill(texts.dueDay, { day: localDay(item.dueBy) }), body, { bold: true });
  });

  codeBlock(page, notice.url, texts.scan, notice.url);
  page.feed(1).line(texts.promise);
}
