import type { Receipt } from '../../contracts/domain/visit.ts';
import type { Instant } from '../../contracts/time.ts';
import en from '../../resources/locales/en/receipt.json' with { type: 'json' };
import zh from '../../resources/locales/zh-CN/receipt.json' with { type: 'json' };
import { createDocument } from './encoder.ts';
import { columnsOf } from './text.ts';

const TEXTS = { 'zh-CN': zh, en } as const;

/** All of China keeps Beijing time; a booth's operating system may be set to anything. */
const TIME_ZONE = 'Asia/Shanghai';

/** The bytes of a visit's receipt: header, cases, parcels, QR code, footer, cut. */
export function encodeReceipt(receipt: Receipt, paperWidthMm: 58 | 80): Uint8Array {
  const texts = TEXTS[receipt.language];
  const document = createDocument({ paperWidthMm });
  const labels = (...names: string[]) => Math.max(...names.map(columnsOf)) + 2;
  const header = labels(texts.number, texts.visit, texts.booth, texts.date, texts.time);
  const body = labels(
    texts.department,
    texts.caseNumber,
    texts.state,
    texts.outcome,
    texts.parcelNumber,
    texts.compartment,
    texts.recipient,
  );

  document
    .line(texts.title, { align: 'centre', bold: true, large: true })
    .line(texts.product, { align: 'centre' })
    .feed(1)
    .pair(texts.number, receipt.number, header)
    .pair(texts.visit, receipt.visitNumber, header)
    .pair(texts.booth, receipt.boothName, header)
    .pair(texts.date, localDay(receipt.startedAt), header)
    .pair(texts.time, timesOf(receipt), header)
    .rule('=')
    .spread(texts.cases, fill(texts.caseCount, { count: receipt.cases.length }), { bold: true })
    .rule('-');

  if (receipt.cases.length === 0) document.line(texts.noCases);
  receipt.cases.forEach((one, index) => {
    if (index > 0) document.feed(1);
    const name = `${index + 1}. ${one.serviceName}`;
    const state = texts.states[one.state];
    const fits = columnsOf(name) + columnsOf(state) + 2 <= document.columns;
    if (fits) document.spread(name, state, { bold: true });
    else document.line(name, { bold: true }).pair(texts.state, state, body);
    document.pair(texts.department, one.departmentName, body).pair(texts.caseNumber, one.number, body);
    if (one.outcomeTitle) document.pair(texts.outcome, one.outcomeTitle, body);
  });

  if (receipt.parcels.length > 0) {
    document
      .rule('=')
      .spread(texts.parcels, fill(texts.parcelCount, { count: receipt.parcels.length }), { bold: true })
      .rule('-');
    receipt.parcels.forEach((parcel, index) => {
      if (index > 0) document.feed(1);
      document
        .pair(texts.parcelNumber, parcel.number, body)
        .pair(texts.compartment, fill(texts.compartmentNumber, { number: parcel.compartment }), body)
        .pair(texts.recipient, parcel.recipient, body);
    });
  }

  return document
    .rule('=')
    .feed(1)
    .qr(receipt.url)
    .feed(1)
    .line(texts.scan, { align: 'centre' })
    .line(receipt.url, { align: 'centre' })
    .feed(1)
    .line(texts.thanks, { align: 'centre' })
    .line(texts.keep, { align: 'centre' })
    .cut()
    .bytes();
}

const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE, dateStyle: 'short' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit' });
const MS_PER_MINUTE = 60_000;

/** `2026-01-31`, in Beijing. */
function localDay(at: Instant): string {
  return dayFormat.format(new Date(at));
}

/** `10:02–10:31 (29 min)`, in Beijing; a visit past midnight names the day it ended. */
function timesOf(receipt: Receipt): string {
  const [start, end] = [new Date(receipt.startedAt), new Date(receipt.endedAt)];
  const minutes = Math.max(1, Math.round((end.getTime() - start.getTime()) / MS_PER_MINUTE));
  const endDay = localDay(receipt.startedAt) === localDay(receipt.endedAt) ? '' : `${localDay(receipt.endedAt)} `;
  const duration = fill(TEXTS[receipt.language].duration, { minutes });
  return `${timeFormat.format(start)} - ${endDay}${timeFormat.format(end)} (${duration})`;
}

/** Puts values into a text's `{{name}}` places, as i18next does. */
function fill(text: string, values: Record<string, number | string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place));
}
