import { afterAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { createOcrEngine } from '../../../electron/workers/ocr/engine.ts';
import { installedPaths } from '../../../electron/workers/ocr/paths.ts';
import { startRecogniser } from '../../../electron/workers/ocr/recogniser.ts';
import type { Condition } from '../../fixtures/documents/conditions.ts';
import { cameraFrame } from '../../fixtures/documents/mjpeg.ts';
import { renderDocument } from '../../fixtures/documents/render.ts';
import type { DocumentKind } from '../../fixtures/documents/truth.ts';

const FILE_ID = '019ac000-0000-7000-8000-000000000000';
const paths = installedPaths(import.meta.filename);
const engine = createOcrEngine({ clock: systemClock, start: () => startRecogniser(paths) });

afterAll(() => engine.release());

describe('reading with the real engine', { timeout: 90_000 }, () => {
  const cases: [DocumentKind, Condition][] = [
    ['business-licence', 'tilted'],
    ['id-card-front', 'half-shadow'],
    ['tax-clearance', 'photo'],
  ];

  it.each(cases)('reads every field of a %s, %s', async (kind, condition) => {
    const { jpeg, truth } = renderDocument({ kind, seed: 1, condition });
    const reading = unwrap(await engine.read({ fileId: FILE_ID, bytes: jpeg, mimeType: 'image/jpeg' }));
    expect(reading.kind).toBe(kind);
    expect(Object.fromEntries(reading.fields.map(({ id, value }) => [id, value]))).toEqual(truth);
    for (const { id, rule, confidence, box, confirmed } of reading.fields) {
      expect(rule, id).toBe('passed');
      expect(confidence, id).toBeGreaterThan(0.3);
      expect(box?.width, id).toBeGreaterThan(0.01);
      expect(confirmed).toBe(false);
    }
  });

  it('reads the licence as the document camera of the rig shows it', async () => {
    const { jpeg, truth } = cameraFrame({ kind: 'business-licence', seed: 1 });
    const reading = unwrap(await engine.read({ fileId: FILE_ID, bytes: jpeg, mimeType: 'image/jpeg' }));
    const code = reading.fields.find(({ id }) => id === 'credit-code');
    expect(code).toMatchObject({ value: truth['credit-code'], rule: 'passed' });
    // On the page it stands in the upper left quarter.
    expect(code?.box && code.box.x + code.box.width).toBeLessThan(0.5);
    expect(code?.box && code.box.y + code.box.height).toBeLessThan(0.5);
  });

  it('names a start without data', async () => {
    const broken = createOcrEngine({
      clock: systemClock,
      start: () => startRecogniser({ ...paths, networks: { ...paths.networks, read: 'no-such-file.onnx' } }),
    });
    const result = await broken.warm();
    expect(!result.ok && result.error.code).toBe('ocr_failed');
  });
});
