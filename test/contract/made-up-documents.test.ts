import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import jpeg from 'jpeg-js';
import { expect, it } from 'vitest';
import { checkCreditCode, checkIdNumber } from '../../contracts/domain/document-numbers.ts';
import { CONDITIONS } from '../fixtures/documents/conditions.ts';
import { makeMjpeg } from '../fixtures/documents/mjpeg.ts';
import { seededRandom } from '../fixtures/documents/random.ts';
import { renderDocument } from '../fixtures/documents/render.ts';
import { inventTruth } from '../fixtures/documents/truth.ts';

it('invents numbers whose check digits are right, in an area that is not assigned', () => {
  for (let seed = 0; seed < 200; seed++) {
    const licence = inventTruth('business-licence', seededRandom(seed));
    expect(checkCreditCode(licence['credit-code'] ?? '')).toEqual({ verdict: 'passed' });
    expect(licence['credit-code']?.slice(2, 8)).toBe('440199');
    const card = inventTruth('id-card-front', seededRandom(seed));
    expect(checkIdNumber(card['id-number'] ?? '')).toEqual({ verdict: 'passed' });
    expect(card['id-number']?.slice(0, 6)).toBe('440199');
    expect(`${licence.name}${card.name}`).toMatch(/样本|测试|样例|试样/);
  }
});

it('renders the same bytes for the same request, and other bytes for any other', () => {
  const request = { kind: 'id-card-front', seed: 7, condition: 'photo' } as const;
  const first = renderDocument(request);
  expect(renderDocument(request).jpeg.equals(first.jpeg)).toBe(true);
  expect(renderDocument({ ...request, seed: 8 }).jpeg.equals(first.jpeg)).toBe(false);
  for (const condition of CONDITIONS) {
    const { jpeg: bytes, widthPx, heightPx, truth } = renderDocument({ ...request, condition });
    expect(truth).toEqual(first.truth);
    expect(jpeg.decode(bytes, { useTArray: true })).toMatchObject({ width: widthPx, height: heightPx });
  }
});

it('writes a film that is JPEG pictures of 1920 × 1080 one after another', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'xiaowu-film-'));
  try {
    const file = path.join(folder, 'page.mjpeg');
    makeMjpeg({ kind: 'business-licence', seed: 1 }, file);
    const film = readFileSync(file);
    const second = film.indexOf(Buffer.from([0xff, 0xd8, 0xff]), 3);
    expect(second).toBeGreaterThan(0);
    expect(film.subarray(second - 2, second)).toEqual(Buffer.from([0xff, 0xd9]));
    for (const frame of [film.subarray(0, second), film.subarray(second)]) {
      expect(jpeg.decode(frame, { useTArray: true })).toMatchObject({ width: 1920, height: 1080 });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
