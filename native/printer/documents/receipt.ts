import type { Receipt } from '../../../contracts/domain/visit.ts';
import en from '../../../resources/locales/en/receipt.json' with { type: 'json' };
import zh from '../../../resources/locales/zh-CN/receipt.json' with { type: 'json' };
import type { DocumentBuilder } from '../encoder.ts';
import { columnsOf } from '../text.ts';
import { codeBlock, fill, labelColumns, localDay, localTime, masthead } from './page.ts';

const TEXTS = { 'zh-CN': zh, en } as const;

/** 办事回执: what the visit was, with its cases and parcels. */
export function layReceipt(page: DocumentBuilder, { receipt }: { readonly receipt: Receipt }): void {
  const texts = TEXTS[receipt.language];
  const header = labelColumns(texts.number, texts.visit, texts.booth, texts.date, texts.time);
  const body = labelColumns(
    texts.department,
    texts.caseNumber,
    texts.state,
    texts.outcome,
    texts.parcelNumber,
    texts.compartment,
    texts.recipient,
  );

  masthead(page, texts.title, texts.product);
  page
    .pair(texts.number, receipt.number, header)
    .pair(texts.visit, receipt.visitNumber, header)
    .pair(texts.booth, receipt.boothName, header)
    .pair(texts.date, localDay(receipt.startedAt), header)
    .pair(texts.time, timesOf(receipt), header)
    .rule('=')
    .spread(texts.cases, fill(texts.caseCount, { count: receipt.cases.length }), { bold: true })
    .rule('-');

  if (receipt.cases.length === 0) page.line(texts.noCases);
  receipt.cases.forEach((one, index) => {
    if (index > 0) page.feed(1);
    const name = `${index + 1}. ${one.serviceName}`;
    const state = texts.states[one.state];
    const fits = columnsOf(name) + columnsOf(state) + 2 <= page.columns;
    if (fits) page.spread(name, state, { bold: true });
    else page.line(name, { bold: true }).pair(texts.state, state, body);
    page.pair(texts.department, one.departmentName, body).pair(texts.caseNumber, one.number, body);
    if (one.outcomeTitle) page.pair(texts.outcome, one.outcomeTitle, body);
  });

  if (receipt.parcels.length > 0) {
    page
      .rule('=')
      .spread(texts.parcels, fill(texts.parcelCount, { count: receipt.parcels.length }), { bold: true })
      .rule('-');
    receipt.parcels.forEach((parcel, index) => {
      if (index > 0) page.feed(1);
      page
        .pair(texts.parcelNumber, parcel.number, body)
        .pair(texts.compartment, fill(texts.compartmentNumber, { number: parcel.compartment }), body)
        .pair(texts.recipient, parcel.recipient, body);
    });
  }

  codeBlock(page, receipt.url, texts.scan);
  page.feed(1).line(texts.thanks, { align: 'centre' }).line(texts.keep, { align: 'centre' });
}

const MS_PER_MINUTE = 60_000;

/** `10:02 - 10:31 (29 min)`, in Beijing; a visit past midnight names the day it ended. */
function timesOf({ startedAt, endedAt, language }: Receipt): string {
  const minutes = Math.max(1, Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / MS_PER_MINUTE));
  const endDay = localDay(startedAt) === localDay(endedAt) ? '' : `${localDay(endedAt)} `;
  return `${localTime(startedAt)} - ${endDay}${localTime(endedAt)} (${fill(TEXTS[language].duration, { minutes })})`;
}
