import { linesOf, type Mark } from '../printer/marks.ts';
import { drawSlip } from '../printer/slip-image.ts';
import type { Slip } from './types.ts';

export function makeSlip(marks: readonly Mark[], raw: readonly number[], dots: number): Slip {
  return {
    raw: Buffer.from(raw),
    lines: linesOf(marks),
    codes: marks.flatMap((mark) => (mark.kind === 'qr' || mark.kind === 'barcode' ? [mark.text] : [])),
    png: async () => Buffer.from(drawSlip(marks, dots).png),
  };
}
