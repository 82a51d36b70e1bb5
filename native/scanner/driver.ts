import type { DeviceStatistics } from '../../contracts/device/device.ts';
import type { ProfileOf } from '../../contracts/device/profile.ts';
import { instantOf, type Timer } from '../../contracts/time.ts';
import { createDeviceRecord, type DriverContext, type ScannerDriver, unreachable } from '../driver.ts';
import { createLink } from '../transport/link.ts';
import { createScanParser, decodeScan, type ScanEvent } from './protocol.ts';

/** Scanners may be set to no suffix; silence this long ends a code. A USB adaptor pauses for up to 16 ms. */
const SILENCE_ENDS_CODE_MS = 60;
const MAX_TEXT_CHARS = 4_000;

/** A scanner that sends what it reads. It cannot be asked anything, so it is online while its port is. */
export function createScannerDriver(profile: ProfileOf<'line-scanner'>, context: DriverContext): ScannerDriver {
  const { clock, push } = context;
  const parser = createScanParser(profile);
  const statistics: DeviceStatistics = {
    commands: 0,
    retries: 0,
    failures: 0,
    badFrames: 0,
    reconnects: 0,
    meanRoundTripMs: null,
  };
  let silence: Timer | null = null;
  let lastScanAt: string | null = null;

  const record = createDeviceRecord(
    { id: profile.id, model: 'line scanner', port: profile.line.port },
    { class: 'scanner', trigger: false },
    { class: 'scanner', lastScanAt: null as string | null },
    () => ({ ...statistics }),
    context,
  );

  const goOnline = () => record.set({ state: 'online', fault: null, status: { class: 'scanner', lastScanAt } });

  const handle = (events: ScanEvent[]) => {
    for (const event of events) {
      const text = event.kind === 'code' ? decodeScan(event.bytes, profile.encoding) : '';
      if (event.kind === 'too-long' || text.length > MAX_TEXT_CHARS) {
        statistics.badFrames += 1;
        push('device.error', {
          deviceId: profile.id,
          code: 'bad_frame',
          cause: event.kind === 'too-long' ? `${event.length} bytes without an end` : 'text too long',
          action: 'configuration',
          at: instantOf(clock),
        });
      } else if (text.length > 0) {
        lastScanAt = instantOf(clock);
        goOnline();
        push('code.scanned', { text, at: lastScanAt });
      }
    }
  };

  const link = createLink({
    line: { path: profile.line.port, baudRate: profile.line.baudRate },
    openPort: context.openPort,
    clock,
    onUp: goOnline,
    onDown(error) {
      silence?.cancel();
      parser.flush();
      record.set({ ...unreachable(error), status: { class: 'scanner', lastScanAt } });
    },
    onData(bytes) {
      silence?.cancel();
      handle(parser.push(bytes));
      if (parser.pending > 0) silence = clock.after(SILENCE_ENDS_CODE_MS, () => handle(parser.flush()));
    },
  });

  return {
    class: 'scanner',
    start: () => link.start(),
    report: record.report,
    async close() {
      silence?.cancel();
      await link.close();
    },
  };
}
