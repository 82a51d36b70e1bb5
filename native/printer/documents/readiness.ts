import type { PrintDocument } from '../../../contracts/device/print.ts';
import { readinessName } from '../../../contracts/technician/readiness-name.ts';
import en from '../../../resources/locales/en/readiness.json' with { type: 'json' };
import zh from '../../../resources/locales/zh-CN/readiness.json' with { type: 'json' };
import type { DocumentBuilder } from '../encoder.ts';
import { fill, labelColumns, localDay, localTime, masthead, textsOf } from './page.ts';

type Readiness = Extract<PrintDocument, { kind: 'readiness' }>;

const DETAIL_INDENT = 2;
const NAMES = { 'zh-CN': zh.names, en: en.names } as const;

/** What a technician found to work and not to work, with a line for the signature. */
export function layReadiness(page: DocumentBuilder, report: Readiness): void {
  const { common, readiness: texts } = textsOf(report.language);
  const labels = labelColumns(common.number, common.booth, common.time, texts.technician);
  const count = (outcome: Readiness['results'][number]['outcome']) =>
    report.results.filter((result) => result.outcome === outcome).length;

  masthead(page, texts.title, common.product);
  page
    .pair(common.number, report.number, labels)
    .pair(common.booth, report.boothName, labels)
    .pair(common.time, `${localDay(report.at)} ${localTime(report.at)}`, labels)
    .pair(texts.technician, report.technician, labels)
    .rule('=')
    .feed(1)
    .line(report.ready ? texts.ready : texts.notReady, { align: 'centre', bold: true, large: true })
    .line(fill(texts.summary, { good: count('good'), bad: count('bad'), skipped: count('skipped') }), {
      align: 'centre',
    })
    .feed(1)
    .rule('=')
    .line(texts.results, { bold: true })
    .rule('-');

  if (report.results.length === 0) page.line(texts.noResults);
  for (const { name, outcome, detail } of report.results) {
    page.spread(readinessName(name, NAMES[report.language]), texts.outcomes[outcome], { bold: outcome === 'bad' });
    // Paper is short: what is well needs no more words, the whole of it is in the report on the screen.
    if (detail && outcome === 'bad') page.pair('', detail, DETAIL_INDENT);
  }

  page.rule('=').feed(2).line(texts.signature).rule('-');
}
