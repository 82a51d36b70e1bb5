import { stat } from 'node:fs/promises';
import { SerialPort } from 'serialport';
import { describeThrown, fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok } from '../../contracts/result.ts';
import { systemClock, type Timer } from '../../contracts/time.ts';
import type { LineSettings, OpenPort, Port } from './port.ts';

/**
 * How often the port's device file is looked for. serialport 13 does not notice a cable that is pulled while a read is
 * running: a hung-up tty gives 0 bytes, and `unixRead` of @serialport/bindings-cpp then reads again, for ever.
 */
const PRESENCE_CHECK_MS = 1_000;

/**
 * Below this, the time that bytes need on the line is reckoned: to ask the system takes a thread each time, a quarter of what
 * an idle booth's polling costs. Longer writes may be held up by the device, and are asked about.
 */
const DRAIN_FROM_BYTES = 64;
/** A start bit, 8 data bits and a stop bit. */
const BITS_PER_BYTE = 10;

/** A port of the operating system, held with an exclusive lock. */
export const openSerialPort: OpenPort = (line) =>
  new Promise((resolve) => {
    const serial = new SerialPort({ path: line.path, baudRate: line.baudRate, lock: true, autoOpen: false });
    serial.open((error) => {
      if (error) return resolve(err(openError(line, error)));
      const port = wrap(serial);
      watchPresence(serial);
      resolve(ok(port));
    });
  });

/** Closes the port when its device file is gone, or has become another device. */
function watchPresence(serial: SerialPort): void {
  // Windows ports are no files; there the system tells.
  if (!serial.path.startsWith('/')) return;
  let timer: Timer | undefined;
  let device: string | null = null;
  const look = async () => {
    const now = await stat(serial.path).then(
      // A replugged adaptor may get its old number, but never its old file.
      (file) => `${file.rdev} ${file.ino}`,
      () => null,
    );
    if (!serial.isOpen) return;
    device ??= now;
    if (now === null || now !== device) serial.close();
    else timer = systemClock.after(PRESENCE_CHECK_MS, () => void look());
  };
  serial.once('close', () => timer?.cancel());
  void look();
}

/** The binding gives texts, not codes; these fragments are those of Linux's strerror and of the binding's lock. */
function openError(line: LineSettings, error: Error): XiaowuError {
  const detail = `${line.path}: ${error.message}`;
  if (/no such file|cannot find|not found|no such device/i.test(error.message)) return fail('device_missing', detail);
  if (/lock|busy|temporarily unavailable/i.test(error.message)) return fail('device_busy', detail);
  return fail('device_error', detail);
}

function wrap(serial: SerialPort): Port {
  const dataListeners = new Set<(bytes: Uint8Array) => void>();
  const closeListeners = new Set<(reason: string) => void>();
  let lastError = 'the port is gone';
  let closedBecause: string | null = null;

  serial.on('data', (bytes: Buffer) => {
    for (const listener of dataListeners) listener(bytes);
  });
  serial.on('error', (error) => {
    lastError = error.message;
  });
  serial.on('close', (error: Error | null) => {
    closedBecause = error?.message ?? lastError;
    for (const listener of closeListeners) listener(closedBecause);
    closeListeners.clear();
    dataListeners.clear();
  });

  const broken = (detail: string) => err(fail('device_offline', `${serial.path}: ${detail}`));

  return {
    path: serial.path,
    write: (bytes) =>
      new Promise((resolve) => {
        if (!serial.isOpen) return resolve(broken(closedBecause ?? 'closed'));
        // A write that the closing of the port cuts off never calls back: the close is then its end.
        const onClose = (reason: string) => resolve(broken(reason));
        closeListeners.add(onClose);
        const finish = (error: Error | null | undefined) => {
          closeListeners.delete(onClose);
          resolve(error ? broken(error.message) : ok());
        };
        serial.write(Buffer.from(bytes), (error) => {
          if (error) return finish(error);
          if (bytes.length >= DRAIN_FROM_BYTES) return serial.drain(finish);
          systemClock.after((bytes.length * BITS_PER_BYTE * 1000) / serial.baudRate, () => finish(null));
        });
      }),
    onData(listener) {
      dataListeners.add(listener);
      return () => dataListeners.delete(listener);
    },
    onClose(listener) {
      if (closedBecause !== null) listener(closedBecause);
      else closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    close: () =>
      new Promise((resolve) => {
        if (!serial.isOpen) return resolve();
        lastError = 'closed';
        serial.close((error) => {
          if (error) lastError = describeThrown(error);
          resolve();
        });
      }),
  };
}
