import type { CallInput } from '../../../contracts/channel.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { boothCalls } from '../../../contracts/hub/booth.ts';
import type { Result } from '../../../contracts/result.ts';
import type { Clock, Timer } from '../../../contracts/time.ts';
import type { Log } from '../log.ts';
import type { RecordStore } from './records.ts';

/** Most records that go in one call; the contract's own limit. */
const BATCH = 100;
const RETRY_MS = 10_000;

type RecordCall = 'self-check.give' | 'diagnostics.give';

export interface RecordSenderOptions {
  readonly store: RecordStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly call: <K extends RecordCall>(
    name: K,
    input: CallInput<(typeof boothCalls)[K]>,
  ) => Promise<Result<unknown, XiaowuError>>;
}

/** Brings self-checks and diagnostic records to the hub, at least once; the hub knows them by their ids. */
export interface RecordSender {
  goOnline(): void;
  goOffline(): void;
  /** Something was kept. */
  wake(): void;
}

export function createRecordSender({ store, clock, log, call }: RecordSenderOptions): RecordSender {
  let isOnline = false;
  let isSending = false;
  let timer: Timer | null = null;

  async function sendAll(): Promise<void> {
    if (isSending || !isOnline) return;
    isSending = true;
    try {
      while (isOnline && (await sendSome())) timer?.cancel();
    } finally {
      isSending = false;
    }
  }

  /** Whether something went out, so that there may be more. */
  async function sendSome(): Promise<boolean> {
    const [report] = store.unsentSelfChecks(1);
    if (report) {
      const answer = await call('self-check.give', report);
      if (!answer.ok) return postpone(answer.error);
      store.sent('self-check', report);
      return true;
    }
    const records = [...store.unsentDiagnostics(BATCH)];
    if (records.length === 0) return false;
    const answer = await call('diagnostics.give', { records });
    if (!answer.ok) return postpone(answer.error);
    for (const record of records) store.sent('diagnostic', record);
    return true;
  }

  function postpone(error: XiaowuError): false {
    log({ level: 'warning', event: 'hub.records.failed', error });
    timer?.cancel();
    timer = clock.after(RETRY_MS, () => void sendAll());
    return false;
  }

  return {
    goOnline() {
      isOnline = true;
      void sendAll();
    },
    goOffline() {
      isOnline = false;
      timer?.cancel();
    },
    wake: () => void sendAll(),
  };
}
