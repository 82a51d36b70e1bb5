import type { PrintJob } from '../../contracts/device/print.ts';
import { encodeJob } from './documents/encode.ts';
import { type DocumentOptions, PAPER } from './encoder.ts';
import { createEscposMachine } from './interpreter.ts';
import type { Mark } from './marks.ts';
import { drawSlip, type SlipImage } from './slip-image.ts';

/** A picture of what a job would be on paper, made from the very bytes that printing it sends. */
export function previewJob(job: PrintJob, options: DocumentOptions): SlipImage {
  const { columns, dots } = PAPER[options.paperWidthMm];
  const marks: Mark[] = [];
  const machine = createEscposMachine({
    columns,
    complain(violation) {
      // Our own bytes: what the interpreter refuses, a printer would print wrong.
      throw new Error(`the document breaks the protocol: ${violation}`);
    },
    send: () => undefined,
    onMark: (mark) => marks.push(mark),
    onCut: () => undefined,
    onEjector: () => undefined,
  });
  let bytes = [...encodeJob(job, options)];
  while (bytes.length > 0) {
    const length = machine.step(bytes);
    if (length === 0) throw new Error('the document ends inside a command');
    bytes = bytes.slice(length);
  }
  return drawSlip(marks, dots);
}
