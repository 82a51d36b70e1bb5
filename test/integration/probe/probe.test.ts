import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { Result } from '../../../contracts/result.ts';
import type { ProbeKind, ProbeReading } from '../../../contracts/technician/probe.ts';
import { judgeCamera, judgeMicrophone } from '../../../electron/booth/self-check/media.ts';
import { makeMjpeg } from '../../fixtures/documents/mjpeg.ts';
import { launchChromium } from '../../rig/chromium.ts';
import { servePage } from '../../rig/page-server.ts';
import type {} from './page.ts';

type Kind = Exclude<ProbeKind, 'touch'>;

let folder: string;
let server: Awaited<ReturnType<typeof servePage>>;
let browser: Browser | null = null;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xiaowu-probe-'));
  server = await servePage(new URL('./page.ts', import.meta.url));
});
afterEach(async () => {
  await browser?.close();
  browser = null;
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function pageWith(film: string | undefined, change = ''): Promise<Page> {
  browser = await launchChromium(film);
  const page = await browser.newPage();
  await page.addInitScript(change);
  await page.goto(server.url);
  return page;
}

/** Measures in the page; the picture crosses as numbers. */
async function measured(page: Page, kind: Kind, withPicture = false): Promise<Result<ProbeReading, XiaowuError>> {
  return page.evaluate(
    async ([which, picture]) => {
      const signal = new AbortController().signal;
      const result = await window.measure(which, { face: '', document: '' }, picture, signal);
      return JSON.parse(JSON.stringify(result, (_key, value) => (value instanceof Uint8Array ? [...value] : value)));
    },
    [kind, withPicture] as const,
  );
}

/** A film of frames that are each drawn anew, or that repeat the first to the bit. */
function film(name: string, frames: number, draw: (frame: number) => string): string {
  const path = join(folder, name);
  const pictures = Array.from({ length: frames }, (_, frame) => {
    const canvas = createCanvas(640, 480);
    const context = canvas.getContext('2d');
    context.fillStyle = draw(frame);
    context.fillRect(0, 0, 640, 480);
    return canvas.toBuffer('image/jpeg', 90);
  });
  writeFileSync(path, Buffer.concat(pictures));
  return path;
}

describe('a camera, as the screen measures it', () => {
  it('is well when a page lies under it', async () => {
    const path = join(folder, 'page.mjpeg');
    makeMjpeg({ kind: 'business-licence', seed: 1 }, path);
    const page = await pageWith(path);
    const reading = await measured(page, 'camera.document', true);
    if (!reading.ok || reading.value.kind !== 'camera') throw new Error(JSON.stringify(reading));
    expect(judgeCamera('camera.document', reading.value)).toMatchObject({ outcome: 'ok', code: null });
    expect(reading.value.sharpness).toBeGreaterThan(20);
    // The picture is a JPEG (its first two bytes), small enough for a thin line.
    const picture = reading.value.picture as unknown as number[];
    expect(picture.slice(0, 2)).toEqual([0xff, 0xd8]);
    expect(picture.length).toBeLessThan(200_000);
  });

  it('is black when its lens is covered', async () => {
    // A covered sensor still has its noise: two near blacks.
    const page = await pageWith(film('black.mjpeg', 2, (frame) => (frame === 0 ? '#020202' : '#040404')));
    const reading = await measured(page, 'camera.face');
    if (!reading.ok) throw new Error(JSON.stringify(reading));
    expect(judgeCamera('camera.face', reading.value)).toMatchObject({ outcome: 'failed', code: 'camera_black' });
  });

  it('is frozen when every frame is the same', async () => {
    const page = await pageWith(film('frozen.mjpeg', 2, () => '#8090a0'));
    const reading = await measured(page, 'camera.face');
    if (!reading.ok) throw new Error(JSON.stringify(reading));
    expect(judgeCamera('camera.face', reading.value)).toMatchObject({ outcome: 'failed', code: 'camera_frozen' });
  });

  it('is missing when none is connected', async () => {
    const page = await pageWith(undefined, 'navigator.mediaDevices.enumerateDevices = async () => [];');
    expect(await measured(page, 'camera.face')).toMatchObject({ ok: false, error: { code: 'camera_missing' } });
  });
});

/** Puts a sound of the test's own before the microphone: samples by a worklet would be slower to set up than an oscillator. */
const soundScript = (amplitude: number, hearsSpeaker: boolean) => `
  const Real = AudioContext;
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new Real();
    await context.resume();
    const room = new MediaStreamAudioDestinationNode(context);
    if (${amplitude} > 0) {
      const hum = new OscillatorNode(context, { frequency: 120 });
      hum.connect(new GainNode(context, { gain: ${amplitude} })).connect(room);
      hum.start();
    }
    window.room = { context, room };
    return room.stream;
  };
  if (${hearsSpeaker}) {
    const connect = GainNode.prototype.connect;
    GainNode.prototype.connect = function (target, ...rest) {
      if (target instanceof AudioDestinationNode) {
        const { context, room } = window.room;
        const carrier = new MediaStreamAudioDestinationNode(this.context);
        connect.call(this, carrier);
        context.createMediaStreamSource(carrier.stream).connect(room);
        return target;
      }
      return connect.call(this, target, ...rest);
    };
  }
`;

describe('sound, as the screen measures it', () => {
  it('is there when the room hums', async () => {
    const page = await pageWith(undefined, soundScript(0.02, false));
    const reading = await measured(page, 'microphone');
    if (!reading.ok) throw new Error(JSON.stringify(reading));
    expect(judgeMicrophone(reading.value)).toMatchObject({ outcome: 'ok' });
  });

  it('is missing when the microphone gives nothing but zeros', async () => {
    const page = await pageWith(undefined, soundScript(0, false));
    const reading = await measured(page, 'microphone');
    if (!reading.ok) throw new Error(JSON.stringify(reading));
    expect(judgeMicrophone(reading.value)).toMatchObject({ outcome: 'failed', code: 'microphone_mute' });
  });

  it('comes back from the loudspeaker when the microphone hears it, and not otherwise', async () => {
    const hearing = await measured(await pageWith(undefined, soundScript(0.02, true)), 'speaker');
    expect(hearing).toMatchObject({ ok: true, value: { kind: 'speaker', heard: true } });
    await browser?.close();
    const deaf = await measured(await pageWith(undefined, soundScript(0.02, false)), 'speaker');
    expect(deaf).toMatchObject({ ok: true, value: { kind: 'speaker', heard: false } });
  });
});
