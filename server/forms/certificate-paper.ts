import PDFDocument from 'pdfkit';
import { create } from 'qrcode';
import type { Service } from '../../contracts/domain/catalogue.ts';
import type { VisitCase } from '../../contracts/domain/visit.ts';
import { describeThrown, fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { HubTexts } from '../texts.ts';
import { INK, loadFont, localTime, RULE, SOFT } from './paper-tools.ts';

/** The outcome of a case on paper. */
export interface CertificatePaper {
  readonly kase: Pick<VisitCase, 'number' | 'form'>;
  readonly outcome: NonNullable<VisitCase['outcome']>;
  readonly service: Pick<Service, 'name' | 'form' | 'basis'>;
  readonly department: string;
  /** Where anybody checks it; the code is at its end. */
  readonly verifyUrl: string;
}

/** A4 across, in points. */
const PAGE = { width: 841.89, height: 595.28 };
const FRAME = 34;
const COLUMN = { left: 150, width: 400, label: 110 };
const QR_SIZE = 110;
/** Quiet zone in modules, as ISO/IEC 18004 asks. */
const QUIET = 4;
const SIZE = { department: 14, title: 32, row: 13, code: 11, small: 9 };

/** Lays an outcome out as PDF with the letters that it uses embedded. */
export async function printCertificate(paper: CertificatePaper, texts: HubTexts): Promise<Result<Buffer, XiaowuError>> {
  try {
    return ok(await layOut(paper, texts, await loadFont()));
  } catch (thrown) {
    return err(fail('internal', `certificate as PDF: ${describeThrown(thrown)}`));
  }
}

async function layOut(paper: CertificatePaper, texts: HubTexts, font: Buffer): Promise<Buffer> {
  const { kase, outcome, service, department, verifyUrl } = paper;
  const text = (key: string) => texts.text(`certificate.${key}`, 'zh-CN');
  const doc = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    lang: 'zh-CN',
    info: { Title: `${outcome.title} ${kase.number}`, CreationDate: new Date(outcome.issuedAt) },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => doc.on('end', () => resolve()));
  doc.registerFont('sc', font).font('sc');

  for (const [inset, width] of [
    [FRAME, 2],
    [FRAME + 6, 0.6],
  ] as const) {
    doc
      .rect(inset, inset, PAGE.width - 2 * inset, PAGE.height - 2 * inset)
      .lineWidth(width)
      .strokeColor(RULE)
      .stroke();
  }
  const middle = (words: string, size: number, y: number, color: string) =>
    doc.fontSize(size).fillColor(color).text(words, 0, y, { width: PAGE.width, align: 'center' });
  middle(department, SIZE.department, 92, SOFT);
  middle(outcome.title, SIZE.title, 126, INK);

  // The first text asked for is whom it is about: a company's or a person's name.
  const holder = service.form.find((field) => field.kind === 'text' && field.required);
  const holderName = holder && kase.form[holder.id];
  const rows: (readonly [string, string])[] = [
    ...(holder && holderName ? [[holder.label['zh-CN'], holderName] as const] : []),
    [text('service'), service.name['zh-CN']],
    [text('case'), kase.number],
    [text('issued'), localTime(outcome.issuedAt)],
    [text('basis'), service.basis['zh-CN']],
  ];
  let y = 226;
  for (const [label, value] of rows) {
    doc.fontSize(SIZE.row).fillColor(SOFT).text(label, COLUMN.left, y, { width: COLUMN.label });
    doc.fillColor(INK).text(value, COLUMN.left + COLUMN.label, y, { width: COLUMN.width - COLUMN.label });
    y = Math.max(doc.y, y + SIZE.row) + 14;
  }

  const left = PAGE.width - COLUMN.left - QR_SIZE;
  drawCode(doc, verifyUrl, left, 226);
  doc.fontSize(SIZE.small).fillColor(SOFT);
  doc.text(text('code'), left - 40, 226 + QR_SIZE + 6, { width: QR_SIZE + 80, align: 'center' });
  doc.fontSize(SIZE.code).fillColor(INK);
  doc.text(outcome.verifyCode.replace(/(.{4})(?=.)/g, '$1 '), left - 40, doc.y + 2, {
    width: QR_SIZE + 80,
    align: 'center',
  });
  middle(text('foot'), SIZE.small, PAGE.height - FRAME - 34, SOFT);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

function drawCode(doc: PDFKit.PDFDocument, words: string, left: number, top: number): void {
  const { modules } = create(words, { errorCorrectionLevel: 'M' });
  const module = QR_SIZE / (modules.size + 2 * QUIET);
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      doc.rect(left + (column + QUIET) * module, top + (row + QUIET) * module, module, module);
    }
  }
  doc.fill(INK);
}
