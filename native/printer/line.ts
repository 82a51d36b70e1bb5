import type { ProfileOf } from '../../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { DriverContext } from '../driver.ts';
import { type CommandQueue, createCommandQueue } from '../transport/command-queue.ts';
import {
  CLEAR_AND_RECOVER,
  CLEAR_BUFFERS,
  createPrinterFrameRule,
  EJECTOR,
  type EjectorStatus,
  INITIALISE,
  type PrinterFrame,
  printerWords,
  STATUS_NUMBERS,
  statusRequest,
} from './protocol.ts';
import type { StatusBytes } from './status.ts';

/** Real-time answers come within a character's time plus processing; no maker gives a figure. */
const STATUS_TIMEOUT_MS = 500;
const STATUS_ATTEMPTS = 3;
/** So many answers in a row must agree before a status that is news is believed. */
const NEWS_SAID = 3;
/** How often it is asked for until they do. */
const MOST_LOOKS = 12;

type Done = Promise<Result<undefined, XiaowuError>>;

/** The printer's serial line in the words of its commands. */
export interface PrinterLine extends Pick<CommandQueue<PrinterFrame>, 'start' | 'isUp' | 'statistics' | 'close'> {
  /** The four answers to DLE EOT. */
  status(): Promise<Result<StatusBytes, XiaowuError>>;
  /** What the ejector says of the slip; not in real time, so only for a printer that prints nothing. */
  ejectorStatus(): Promise<Result<EjectorStatus, XiaowuError>>;
  send(name: string, request: Uint8Array): Done;
  /** Sends what a citizen's paper says: the wire log keeps its length only. */
  sendSecret(name: string, request: Uint8Array): Done;
  /** Empties the printer's buffers. A model that does not know the newer command stays silent and gets the older one. */
  clear(): Done;
}

interface PrinterLineOptions {
  readonly profile: ProfileOf<'escpos-printer'>;
  readonly context: DriverContext;
  onUp(): void;
  onDown(error: XiaowuError): void;
  /** A frame that nobody asked for: an echo, a status. */
  onFrame(frame: PrinterFrame): void;
}

export function createPrinterLine({ profile, context, ...listeners }: PrinterLineOptions): PrinterLine {
  let asksEjector = false;
  /** The last answer to each status request that was held to be true. */
  const believed = new Map<number, number>();
  const queue = createCommandQueue<PrinterFrame>({
    line: { path: profile.line.port, baudRate: profile.line.baudRate },
    openPort: context.openPort,
    clock: context.clock,
    rule: createPrinterFrameRule(() => asksEjector),
    gapMs: 0,
    deviceId: profile.id,
    wire: context.wire,
    inWords: printerWords,
    ...listeners,
  });

  const send = (name: string, request: Uint8Array, secret = false): Done =>
    queue.run<undefined>({ name, request, reply: null, timeoutMs: 0, attempts: 1, secret });

  const ask = (n: (typeof STATUS_NUMBERS)[number]) =>
    queue.run({
      name: `status ${n}`,
      request: statusRequest(n),
      reply: (frame) => (frame.kind === 'status' ? frame.byte : undefined),
      timeoutMs: STATUS_TIMEOUT_MS,
      attempts: STATUS_ATTEMPTS,
    });

  /** A status byte has no checksum, and every sixteenth byte of noise looks like one: news must be said again and again. */
  async function askSurely(n: (typeof STATUS_NUMBERS)[number]): Promise<Result<number, XiaowuError>> {
    let last: number | null = null;
    let said = 0;
    for (let look = 0; look < MOST_LOOKS; look++) {
      const answer = await ask(n);
      if (!answer.ok) return answer;
      said = answer.value === last ? said + 1 : 1;
      last = answer.value;
      if (last === believed.get(n) || said === NEWS_SAID) {
        believed.set(n, last);
        return answer;
      }
    }
    return err(fail('bad_frame', `no ${NEWS_SAID} answers to status ${n} agree`));
  }

  return {
    start: queue.start,
    get isUp() {
      return queue.isUp;
    },
    statistics: queue.statistics,
    close: queue.close,
    async status() {
      const bytes: number[] = [];
      for (const n of STATUS_NUMBERS) {
        const answer = await askSurely(n);
        if (!answer.ok) return answer;
        bytes.push(answer.value);
      }
      return ok(bytes as unknown as StatusBytes);
    },
    async ejectorStatus() {
      asksEjector = true;
      const answer = await queue.run({
        name: 'ejector status',
        request: EJECTOR.status,
        reply: (frame) => (frame.kind === 'ejector' ? frame.status : undefined),
        timeoutMs: STATUS_TIMEOUT_MS,
        attempts: 1,
      });
      asksEjector = false;
      return answer;
    },
    send: (name, request) => send(name, request),
    sendSecret: (name, request) => send(name, request, true),
    async clear() {
      const cleared = await queue.run({
        name: 'clear buffers',
        request: CLEAR_BUFFERS,
        reply: (frame) => (frame.kind === 'cleared' ? true : undefined),
        timeoutMs: STATUS_TIMEOUT_MS,
        attempts: 1,
      });
      if (!cleared.ok) await send('recover', CLEAR_AND_RECOVER);
      return send('initialise', INITIALISE);
    },
  };
}
