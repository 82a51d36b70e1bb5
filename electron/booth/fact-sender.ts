import type { BoothFact } from '../../contracts/domain/timeline.ts';
import type { XiaowuError } from '../../contracts/errors.ts';
import type { Result } from '../../contracts/result.ts';
import type { Clock, Timer } from '../../contracts/time.ts';
import type { Journal } from './journal.ts';
import type { Log } from './log.ts';

/** Pause after a refusal or a lost answer before the same facts are sent again. */
export const RESEND_MS = 2_000;

/**
 * Sends what the journal holds, in order, one batch at a time, until the hub has acknowledged it. A batch whose answer
 * is lost is sent again: the hub drops repeats by the facts' ids.
 */
export interface FactSender {
  /** The hub answers; it has stored facts up to `storedSeq`. */
  goOnline(storedSeq: number): void;
  goOffline(): void;
  /** A new fact is in the journal. */
  wake(): void;
  close(): void;
}

export interface FactSenderOptions {
  readonly journal: Pick<Journal, 'pending' | 'acknowledge'>;
  readonly send: (facts: BoothFact[]) => Promise<Result<{ storedSeq: number }, XiaowuError>>;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when nothing is pending any more. */
  readonly onDrained: () => void;
}

export function createFactSender({ journal, send, clock, log, onDrained }: FactSenderOptions): FactSender {
  let isOnline = false;
  let isSending = false;
  let retry: Timer | null = null;

  async function drain(): Promise<void> {
    if (isSending) return;
    isSending = true;
    try {
      while (isOnline && retry === null) {
        const facts = journal.pending();
        const last = facts.at(-1);
        if (!last) {
          onDrained();
          return;
        }
        const result = await send([...facts]);
        if (result.ok) journal.acknowledge(result.value.storedSeq);
        else log({ level: 'warning', event: 'facts.refused', error: result.error });
        // Without progress the same batch would be sent in a tight loop.
        if (!result.ok || result.value.storedSeq < last.seq) pause();
      }
    } finally {
      isSending = false;
    }
  }

  function pause(): void {
    retry = clock.after(RESEND_MS, () => {
      retry = null;
      void drain();
    });
  }

  function stopWaiting(): void {
    retry?.cancel();
    retry = null;
  }

  return {
    goOnline(storedSeq) {
      journal.acknowledge(storedSeq);
      isOnline = true;
      stopWaiting();
      void drain();
    },
    goOffline() {
      isOnline = false;
      stopWaiting();
    },
    wake: () => void drain(),
    close() {
      isOnline = false;
      stopWaiting();
    },
  };
}
