import type { DeviceStatus } from '../../contracts/device/device.ts';
import type { ProfileOf } from '../../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok } from '../../contracts/result.ts';
import { instantOf } from '../../contracts/time.ts';
import { createDeviceRecord, type DriverContext, type IdReaderDriver, unreachable } from '../driver.ts';
import { createPoller } from '../poller.ts';
import { createCommandQueue } from '../transport/command-queue.ts';
import { cancellableWait } from './cancellable-wait.ts';
import { lookForCard, type SamExchange } from './procedure.ts';
import { answers, type CommandName, encodeRequest, REPLY_TIMEOUT_MS, type SamReply, samReplyRule } from './protocol.ts';
import { outcomeOf } from './status.ts';

/** A reader that stays silent is asked once more; after that, opening the port anew is what helps. */
const ATTEMPTS = 2;
/** A reader that fell silent is asked this often. */
const OFFLINE_POLL_MS = 1_000;

type ReaderStatus = Extract<DeviceStatus, { class: 'id-reader' }>;

export function createIdReaderDriver(profile: ProfileOf<'sam-id-reader'>, context: DriverContext): IdReaderDriver {
  const { clock } = context;
  /** Ends the wait for a card; null while nobody wants one. Nobody's card is looked for unasked. */
  let cancelRead: (() => void) | null = null;

  const queue = createCommandQueue<SamReply>({
    line: { path: profile.line.port, baudRate: profile.line.baudRate },
    openPort: context.openPort,
    clock,
    random: context.random,
    rule: samReplyRule,
    gapMs: 0,
    deviceId: profile.id,
    wire: context.wire,
    // What a selected card answers may identify it; rubbish may be a piece of a card.
    inWords: (reply) => ({ text: outcomeOf(reply).meaning, secret: reply.data.length > 0 }),
    secretRubbish: true,
    onUp: () => poller.start(),
    onDown(error) {
      poller.stop();
      lose(error);
    },
    onFrame: () => undefined,
  });
  const record = createDeviceRecord<ReaderStatus>(
    { id: profile.id, model: 'resident ID card reader', port: profile.line.port },
    { class: 'id-reader' },
    { class: 'id-reader', card: 'unknown', lastReadAt: null },
    queue.statistics,
    context,
  );
  const poller = createPoller(
    clock,
    () => (record.state === 'offline' ? OFFLINE_POLL_MS : profile.pollMs),
    async () => {
      // Between find, select and read nothing else may come.
      if (!cancelRead) await checkSam();
    },
  );

  function lose(error: XiaowuError): void {
    record.set({ ...unreachable(error), status: { ...record.status, card: 'unknown' } });
  }

  function showCard(card: ReaderStatus['card']): void {
    if (record.state === 'online') record.set({ state: 'online', fault: null, status: { ...record.status, card } });
  }

  const exchange: SamExchange = async (name: CommandName) => {
    const reply = await queue.run({
      name,
      request: encodeRequest(name),
      reply: (frame) => (answers(name, frame) ? frame : undefined),
      timeoutMs: REPLY_TIMEOUT_MS[name],
      attempts: ATTEMPTS,
    });
    // Without a port the link has already said why.
    if (!reply.ok && reply.error.code === 'device_no_reply' && queue.isUp) {
      lose(reply.error);
      await queue.reopen();
    }
    if (reply.ok) {
      const outcome = outcomeOf(reply.value);
      if (outcome.kind === 'fault') {
        const fault = { code: 'device_error', cause: outcome.meaning, action: outcome.action };
        record.set({ state: 'hardwareError', fault, status: { ...record.status, card: 'unknown' } });
      }
    }
    return reply;
  };

  async function checkSam(): Promise<void> {
    const reply = await exchange('SAM status');
    if (reply.ok && outcomeOf(reply.value).kind === 'done') {
      record.set({ state: 'online', fault: null, status: record.status });
    }
  }

  async function read(waitMs: number): ReturnType<IdReaderDriver['read']> {
    if (cancelRead) return err(fail('device_busy', `${profile.id}: a card is awaited already`));
    const wait = cancellableWait(clock);
    cancelRead = wait.cancel;
    const result = await awaitCard(waitMs, wait);
    cancelRead = null;
    showCard('unknown');
    return result;
  }

  async function awaitCard(
    waitMs: number,
    wait: ReturnType<typeof cancellableWait>,
  ): ReturnType<IdReaderDriver['read']> {
    const deadlineMs = clock.nowMs() + waitMs;
    let lastFailure: string | null = null;
    for (;;) {
      const seen = await lookForCard(exchange, profile.readWhenFindFails);
      if (wait.isCancelled) return err(fail('cancelled'));
      if (seen.kind === 'failed') return err(seen.error);
      if (seen.kind === 'read') {
        const readAt = instantOf(clock);
        record.set({ state: 'online', fault: null, status: { ...record.status, card: 'present', lastReadAt: readAt } });
        return ok({ card: seen.card, readAt });
      }
      showCard(seen.kind === 'unread' ? 'present' : 'absent');
      lastFailure = seen.kind === 'unread' ? seen.meaning : null;
      if (clock.nowMs() + profile.findMs > deadlineMs) break;
      await wait.pause(profile.findMs);
      if (wait.isCancelled) return err(fail('cancelled'));
    }
    // A card that lies there and cannot be read is another matter than none.
    return lastFailure ? err(fail('card_refused', lastFailure)) : err(fail('card_missing'));
  }

  return {
    class: 'id-reader',
    start: () => queue.start(),
    report: record.report,
    cancel: () => cancelRead?.(),
    read,
    async close() {
      poller.stop();
      cancelRead?.();
      await queue.close();
    },
  };
}
