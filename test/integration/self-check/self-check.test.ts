import { createSocket } from 'node:dgram';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fail } from '../../../contracts/errors.ts';
import { err, ok } from '../../../contracts/result.ts';
import type { ProbeReading } from '../../../contracts/technician/probe.ts';
import { TriedBooth, troublesOf } from './tried-booth.ts';

let booth: TriedBooth;

beforeAll(async () => {
  booth = await TriedBooth.open();
  await booth.until([]);
});
afterAll(() => booth.close());

/** A healthy reading of one kind, with this part of it changed. */
function change<K extends ProbeReading['kind']>(
  kind: K,
  part: Partial<Extract<ProbeReading, { kind: K }>>,
  ...names: (keyof TriedBooth['media'])[]
): void {
  for (const name of names) {
    const reading = booth.media[name];
    if (!reading.ok || reading.value.kind !== kind) throw new Error(`${name} is no ${kind}`);
    booth.media[name] = ok({ ...reading.value, ...part } as ProbeReading);
  }
}

interface Fault {
  readonly what: string;
  readonly found: readonly string[];
  inject(): unknown;
  heal(): void;
}

const media = (what: string, found: string, inject: () => void): Fault => ({
  what,
  found: [found],
  inject,
  heal: () => booth.heal(),
});

const FAULTS: readonly Fault[] = [
  {
    what: 'a locker board that falls silent',
    found: ['device.locker device_no_reply'],
    inject: () => booth.machines.locker.fault({ kind: 'silent' }),
    heal: () => booth.machines.locker.fault({ kind: 'none' }),
  },
  {
    what: 'a locker whose cable is pulled',
    found: ['device.locker device_missing'],
    inject: () => booth.machines.locker.unplug(),
    heal: () => booth.machines.locker.plug(),
  },
  {
    what: 'a compartment that stands open',
    found: ['device.locker left_open'],
    inject: () => booth.machines.locker.openDoor(4),
    heal: () => booth.machines.locker.closeDoor(4),
  },
  {
    what: 'noise on the line of the locker',
    found: ['device.locker bad_frame'],
    inject: () => booth.machines.locker.fault({ kind: 'noise', bytes: 3 }),
    heal: () => booth.machines.locker.fault({ kind: 'none' }),
  },
  {
    what: 'a printer without paper',
    found: ['device.printer paper_out'],
    inject: () => booth.machines.printer.setPaper('out'),
    heal: () => booth.machines.printer.setPaper('full'),
  },
  {
    what: 'a roll near its end',
    found: ['device.printer paper_low'],
    inject: () => booth.machines.printer.setPaper('low'),
    heal: () => booth.machines.printer.setPaper('full'),
  },
  {
    what: 'a printer whose cover is open',
    found: ['device.printer cover_open'],
    inject: () => booth.machines.printer.openCover(),
    heal: () => booth.machines.printer.closeCover(),
  },
  {
    what: 'a blocked cutter',
    found: ['device.printer cutter_error'],
    // Only by trying to cut does a printer know that it cannot.
    async inject() {
      booth.machines.printer.jamCutter();
      expect(await booth.print()).toMatchObject({ ok: false, error: { code: 'cutter_error' } });
    },
    heal: () => booth.machines.printer.clearCutter(),
  },
  {
    what: 'a printer that hangs',
    found: ['device.printer device_no_reply'],
    inject: () => booth.machines.printer.fault({ kind: 'hang' }),
    heal: () => booth.machines.printer.fault({ kind: 'none' }),
  },
  {
    what: 'a scanner whose cable is pulled',
    found: ['device.scanner device_missing'],
    inject: () => booth.machines.scanner.unplug(),
    heal: () => booth.machines.scanner.plug(),
  },
  {
    what: 'a door board that falls silent',
    found: ['device.door device_no_reply'],
    inject: () => booth.machines.door.fault({ kind: 'silent' }),
    heal: () => booth.machines.door.fault({ kind: 'none' }),
  },
  {
    what: 'a card reader without its licence',
    found: ['device.id-reader device_error'],
    inject: () => booth.machines.idReader.setSam('unlicensed'),
    heal: () => booth.machines.idReader.setSam('ok'),
  },
  {
    what: 'a card reader that falls silent',
    found: ['device.id-reader device_no_reply'],
    inject: () => booth.machines.idReader.fault({ kind: 'silent' }),
    heal: () => booth.machines.idReader.fault({ kind: 'none' }),
  },
  {
    what: 'mains that fail',
    found: ['device.ups mains_failed'],
    inject: () => booth.machines.ups.cutMains(),
    heal: () => booth.machines.ups.restoreMains(),
  },
  {
    what: 'something else on the port of the UPS',
    found: ['device.ups device_error'],
    inject: () => booth.machines.ups.setForeign(true),
    heal: () => booth.machines.ups.setForeign(false),
  },
  media('a covered face camera', 'camera.face camera_black', () =>
    change('camera', { meanLuma: 3, lumaDeviation: 1 }, 'camera.face'),
  ),
  media('a frozen document camera', 'camera.document camera_frozen', () =>
    change('camera', { motion: 0 }, 'camera.document'),
  ),
  media('a camera that gives no frame', 'camera.face camera_frozen', () =>
    change('camera', { frames: 0, meanLuma: 0 }, 'camera.face'),
  ),
  media('a camera that is gone', 'camera.document camera_missing', () => {
    booth.media['camera.document'] = err(fail('camera_missing'));
  }),
  media('a mute microphone', 'microphone microphone_mute', () =>
    change('microphone', { rmsDbfs: null, peakDbfs: null }, 'microphone'),
  ),
  media('a microphone that is gone', 'microphone microphone_missing', () => {
    booth.media.microphone = err(fail('microphone_missing'));
  }),
  media('a loudspeaker that is not heard', 'speaker speaker_silent', () =>
    change('speaker', { heardDb: 1, heard: false }, 'speaker'),
  ),
  media('a socket that is down', 'network.signalling disconnected', () => {
    booth.isOnline = false;
  }),
  media('a line that is too narrow for papers on one way', 'network.bandwidth narrow', () => {
    booth.lineSpeed = { down: 20_000, up: 1_900 };
  }),
  media('a line that carries voices alone', 'network.bandwidth too_narrow', () => {
    booth.lineSpeed = { down: 250, up: 1_900 };
  }),
  media('a clock that is a minute off', 'clock clock_wrong', () => {
    booth.hubAheadMs = 60_000;
  }),
  media('a relay that refuses', 'network.relay-tcp relay_tcp', () => {
    // Port 9 (discard) of this machine: nothing listens there.
    booth.relays = ['turn:127.0.0.1:9?transport=tcp'];
  }),
  media('a disk that is almost full', 'disk disk_full', () => {
    booth.machine = { diskFreeBytes: 50 * 1024 * 1024 };
  }),
  media('a disk that takes no more bytes', 'disk disk_full', () => {
    symlinkSync('/dev/full', join(booth.dataDir, 'disk-trial'));
  }),
  media('a computer short of memory', 'memory memory_low', () => {
    booth.machine = { memoryFreeBytes: 100 * 1024 * 1024 };
  }),
];

describe('the self-check', () => {
  it('finds nothing wrong with a healthy booth, a hundred times', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 100; round++) expect(troublesOf(await booth.check())).toEqual([]);
  });

  it.each(FAULTS)('names $what, and nothing else', { timeout: 40_000 }, async ({ found, inject, heal }) => {
    await inject();
    try {
      await booth.until(found);
    } finally {
      heal();
    }
    await booth.until([]);
  });

  it('names each transport of the relay that is blocked, as a warning while another is open', async () => {
    const relay = createSocket('udp4');
    relay.on('message', (request, { port, address }) => relay.send(request, port, address));
    await new Promise<void>((resolve) => relay.bind(0, '127.0.0.1', resolve));
    const { port } = relay.address();
    booth.relays = [`turn:127.0.0.1:${port}`, 'turn:127.0.0.1:9?transport=tcp', 'turns:127.0.0.1:9?transport=tcp'];
    try {
      const { results } = await booth.check();
      expect(results.filter(({ name }) => name.startsWith('network.relay'))).toMatchObject([
        { name: 'network.relay-udp', outcome: 'ok', code: null },
        { name: 'network.relay-tcp', outcome: 'warning', code: 'relay_tcp' },
        { name: 'network.relay-tls', outcome: 'warning', code: 'relay_tls' },
      ]);
    } finally {
      relay.close();
      booth.heal();
    }
  });

  it('names a hub that is gone, and does not guess its clock', { timeout: 40_000 }, async () => {
    await booth.endHub();
    const report = await booth.until(['network.hub disconnected']);
    expect(report.results.find(({ name }) => name === 'clock')).toMatchObject({ outcome: 'skipped' });
  });
});
