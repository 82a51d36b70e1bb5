import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { toHex } from '../framing/hex.ts';
import { type CommandQueue, type CommandQueueOptions, createCommandQueue } from '../transport/command-queue.ts';
import { frameGapMs } from './gap.ts';
import {
  EXCEPTION,
  READ_COILS,
  READ_INPUTS,
  type Reply,
  readRequest,
  replyRule,
  type WRITE_COIL,
  WRITE_REGISTER,
  writeSingle,
} from './protocol.ts';

/** Boards answer within 100 ms; a late reply of bits carries nothing that tells it from the next one's. */
const READ_TIMEOUT_MS = 1_000;
/** The reply to a write names what was written, so a late one deceives nobody. */
const WRITE_TIMEOUT_MS = 300;
const ATTEMPTS = 2;
/** Cheap boards lose a request that follows a reply closely. */
const USUAL_GAP_MS = 6;

export interface UnitOptions extends Omit<CommandQueueOptions<Reply>, 'rule' | 'gapMs' | 'inWords' | 'onFrame'> {
  readonly unit: number;
  /** Silence that the board needs; never less than 3.5 characters. */
  readonly gapMs?: number;
}

/** One unit on a Modbus line, asked by its host. */
export interface ModbusUnit {
  readonly queue: CommandQueue<Reply>;
  /** `settleMs`: see `Command`. Fails with `device_error` when the unit refuses. */
  readBits(
    fn: typeof READ_COILS | typeof READ_INPUTS,
    span: { readonly first: number; readonly count: number },
    settleMs?: number,
  ): Promise<Result<Uint8Array, XiaowuError>>;
  /** Done when the unit said the same back. `attempts`: 1 for what must not happen twice. */
  write(
    fn: typeof WRITE_COIL | typeof WRITE_REGISTER,
    address: number,
    value: number,
    attempts?: number,
  ): Promise<Result<true, XiaowuError>>;
}

export function createModbusUnit({ unit, gapMs = USUAL_GAP_MS, ...options }: UnitOptions): ModbusUnit {
  const queue = createCommandQueue<Reply>({
    ...options,
    rule: replyRule,
    gapMs: frameGapMs(options.line.baudRate, gapMs),
    inWords: (frame) => (frame.unit === unit ? inWords(frame) : `${inWords(frame)} of unit ${frame.unit}`),
    onFrame: () => undefined,
  });

  async function exchange<T>(
    name: string,
    { request, fn, timeoutMs, attempts = ATTEMPTS, settleMs }: Exchange,
    take: (reply: Reply) => T | undefined,
  ): Promise<Result<T, XiaowuError>> {
    const result = await queue.run<{ value: T } | { exception: number }>({
      name,
      request,
      timeoutMs,
      attempts,
      settleMs,
      reply(frame) {
        if (frame.unit !== unit) return undefined;
        if (frame.kind === 'exception') return (frame.fn & ~EXCEPTION) === fn ? { exception: frame.code } : undefined;
        const value = take(frame);
        return value === undefined ? undefined : { value };
      },
    });
    if (!result.ok) return result;
    if ('value' in result.value) return ok(result.value.value);
    return err(fail('device_error', `${name}: the board refused with exception ${result.value.exception}`));
  }

  return {
    queue,
    readBits(fn, span, settleMs) {
      const bytes = Math.ceil(span.count / 8);
      const request = readRequest.encode({ unit, fn, ...span });
      const name = fn === READ_COILS ? 'read coils' : 'read inputs';
      return exchange(name, { request, fn, timeoutMs: READ_TIMEOUT_MS, settleMs }, (reply) =>
        reply.kind === 'data' && reply.fn === fn && reply.data.length === bytes ? reply.data : undefined,
      );
    },
    write(fn, address, value, attempts) {
      const request = writeSingle.encode({ unit, fn, address, value });
      const name = `write ${fn === WRITE_REGISTER ? 'register' : 'coil'} ${address} ${value.toString(16).padStart(4, '0')}`;
      return exchange(name, { request, fn, timeoutMs: WRITE_TIMEOUT_MS, attempts }, (reply) =>
        reply.kind === 'written' && reply.fn === fn && reply.address === address && reply.value === value
          ? true
          : undefined,
      );
    },
  };
}

interface Exchange {
  readonly request: Uint8Array;
  readonly fn: number;
  readonly timeoutMs: number;
  readonly attempts?: number | undefined;
  readonly settleMs?: number | undefined;
}

function inWords(frame: Reply): string {
  switch (frame.kind) {
    case 'data':
      return `${frame.fn === READ_COILS ? 'coils' : frame.fn === READ_INPUTS ? 'inputs' : 'registers'} ${toHex(frame.data)}`;
    case 'written':
      return `written ${frame.address} ${frame.value.toString(16).padStart(4, '0')}`;
    case 'written-many':
      return `written ${frame.count} from ${frame.first}`;
    case 'exception':
      return `refused with exception ${frame.code}`;
  }
}
