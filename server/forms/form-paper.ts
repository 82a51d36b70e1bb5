import PDFDocument from 'pdfkit';
import type { Service } from '../../contracts/domain/catalogue.ts';
import type { FormContent } from '../../contracts/domain/form.ts';
import { describeThrown, fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { HubTexts } from '../texts.ts';
import { INK, loadFont, localTime, RULE, SOFT } from './paper-tools.ts';

/** The signed form on paper. */
export interface FormPaper {
  readonly content: FormContent;
  readonly service: Pick<Service, 'form' | 'basis'>;
  readonly department: string;
  readonly version: number;
  readonly hash: string;
  readonly signedAt: string;
  /** PNG */
  readonly signature: Buffer;
}

/** A4 in points, with the margins of an official letter. */
const MARGIN = 56;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - MARGIN;
const LABEL_WIDTH = 150;
const PAD = 8;
const SIZE = { title: 20, text: 11, small: 8.5 };
const SIGNATURE_BOX = { width: 190, height: 80 };

/** Lays the form out as PDF with the letters that it uses embedded. `internal` when the picture of the signature is none. */
export async function printForm(paper: FormPaper, texts: HubTexts): Promise<Result<Buffer, XiaowuError>> {
  try {
    return ok(await layOut(paper, texts, await loadFont()));
  } catch (thrown) {
    return err(fail('internal', `form as PDF: ${describeThrown(thrown)}`));
  }
}

async function layOut(paper: FormPaper, texts: HubTexts, fontBytes: Buffer): Promise<Buffer> {
  const { content, service, department, version, hash, signedAt } = paper;
  const text = (key: string, values: Record<string, string | number> = {}) =>
    Object.entries(values).reduce(
      (line, [name, value]) => line.replaceAll(`{{${name}}}`, String(value)),
      texts.text(`form.${key}`, 'zh-CN'),
    );
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: 0 },
    bufferPages: true,
    lang: 'zh-CN',
    info: { Title: `${content.title} ${content.case}`, CreationDate: new Date(signedAt) },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => doc.on('end', () => resolve()));
  doc.registerFont('sc', fontBytes).font('sc').fillColor(INK);

  let y = MARGIN;
  const line = (words: string, size: number, color: string, gap: number, align: 'left' | 'center' = 'left') => {
    doc.fontSize(size).fillColor(color).text(words, MARGIN, y, { width: WIDTH, align });
    y = doc.y + gap;
  };
  const room = (height: number) => {
    if (y + height <= BOTTOM - 24) return;
    doc.addPage();
    y = MARGIN;
  };
  line(text('title', { service: content.title }), SIZE.title, INK, 10, 'center');
  line(text('head', { case: content.case, department }), SIZE.text, SOFT, 14, 'center');

  for (const { id, label, value } of content.fields) {
    const shown = shownValue(service, id, value, text) || text('empty');
    doc.fontSize(SIZE.text);
    const valueWidth = WIDTH - LABEL_WIDTH - 2 * PAD;
    const height =
      Math.max(
        doc.heightOfString(label, { width: LABEL_WIDTH - 2 * PAD }),
        doc.heightOfString(shown, { width: valueWidth }),
      ) +
      2 * PAD;
    room(height);
    doc.lineWidth(0.6).strokeColor(RULE);
    doc.rect(MARGIN, y, LABEL_WIDTH, height).fillAndStroke('#f2f4f7', RULE);
    doc.rect(MARGIN + LABEL_WIDTH, y, WIDTH - LABEL_WIDTH, height).stroke();
    doc.fillColor(SOFT).text(label, MARGIN + PAD, y + PAD, { width: LABEL_WIDTH - 2 * PAD });
    doc.fillColor(INK).text(shown, MARGIN + LABEL_WIDTH + PAD, y + PAD, { width: valueWidth });
    y += height;
  }

  y += 18;
  room(SIGNATURE_BOX.height + 110);
  line(text('declaration'), SIZE.text, INK, 6);
  line(text('basis', { basis: service.basis['zh-CN'] }), SIZE.small, SOFT, 14);
  const left = MARGIN + WIDTH - SIGNATURE_BOX.width;
  doc.fontSize(SIZE.text).fillColor(INK);
  doc.text(text('signature'), MARGIN, y + SIGNATURE_BOX.height / 2 - SIZE.text, {
    width: WIDTH - SIGNATURE_BOX.width - 12,
    align: 'right',
  });
  doc.image(paper.signature, left, y, {
    fit: [SIGNATURE_BOX.width, SIGNATURE_BOX.height],
    align: 'center',
    valign: 'center',
  });
  y += SIGNATURE_BOX.height + 2;
  doc
    .moveTo(left, y)
    .lineTo(MARGIN + WIDTH, y)
    .lineWidth(0.8)
    .strokeColor(INK)
    .stroke();
  doc.text(text('signedAt', { at: localTime(signedAt) }), left, y + 6, { width: SIGNATURE_BOX.width, align: 'center' });

  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    const foot = text('foot', { version, hash, page: page + 1, pages: count });
    doc
      .fontSize(7)
      .fillColor(SOFT)
      .text(foot, MARGIN, BOTTOM + 8, { width: WIDTH, align: 'center', lineBreak: false });
  }
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

/** Choices and yes/no in words. */
function shownValue(service: FormPaper['service'], id: string, value: string, text: (key: string) => string): string {
  const field = service.form.find((one) => one.id === id);
  if (field?.kind === 'boolean' && value !== '') return text(value === 'true' ? 'yes' : 'no');
  return field?.choices?.find((choice) => choice.id === value)?.label['zh-CN'] ?? value;
}
