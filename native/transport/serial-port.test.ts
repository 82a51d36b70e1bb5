import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../contracts/result.ts';
import { type ScannerSimulator, startSimulator } from '../simulators/index.ts';
import { openSerialPort } from './serial-port.ts';

let scanner: ScannerSimulator;
let folder: string;

function plugIn(): { path: string; baudRate: number } {
  folder = mkdtempSync(join(tmpdir(), 'xiaowu-port-'));
  const linkPath = join(folder, 'scanner');
  scanner = startSimulator<'line-scanner'>({
    driver: 'line-scanner',
    id: 'scanner',
    suffix: 'none',
    encoding: 'utf8',
    linkPath,
  });
  return { path: linkPath, baudRate: 9600 };
}

afterEach(async () => {
  await scanner.close();
  rmSync(folder, { recursive: true });
});

describe('a serial port', () => {
  it('carries every byte unchanged, both ways', async () => {
    const port = unwrap(await openSerialPort(plugIn()));
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    unwrap(await port.write(all));
    await scanner.waitFor(() => scanner.received().length === all.length);
    expect(scanner.received()).toEqual(Buffer.from(all));
    const heard = new Promise<string>((resolve) => {
      let text = '';
      port.onData((bytes) => {
        text += Buffer.from(bytes).toString('latin1');
        if (text.length === 4) resolve(text);
      });
    });
    scanner.scan('\r\n\u0011\u0003');
    expect(await heard).toBe('\r\n\u0011\u0003');
    await port.close();
  });

  it('belongs to one holder', async () => {
    const line = plugIn();
    const port = unwrap(await openSerialPort(line));
    expect(await openSerialPort(line)).toMatchObject({ ok: false, error: { code: 'device_busy' } });
    await port.close();
    await unwrap(await openSerialPort(line)).close();
  });

  it('tells a missing port from others', async () => {
    const line = plugIn();
    scanner.unplug();
    expect(await openSerialPort(line)).toMatchObject({ ok: false, error: { code: 'device_missing' } });
  });

  it('notices a cable that is pulled before the first byte', async () => {
    const port = unwrap(await openSerialPort(plugIn()));
    port.onData(() => undefined);
    const closed = new Promise<string>((resolve) => port.onClose(resolve));
    scanner.unplug();
    expect(await closed).not.toBe('');
    expect(await port.write(Uint8Array.of(1))).toMatchObject({ ok: false, error: { code: 'device_offline' } });
  });
});
