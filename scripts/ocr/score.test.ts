import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { ReadField } from '../../contracts/domain/paper.ts';
import { addScores, NO_SCORE, readTruth, scoreReading } from './score.ts';

const field = (id: string, value: string, rest: Partial<ReadField> = {}): ReadField => ({
  id,
  value,
  confidence: 0.999,
  rule: 'passed',
  confirmed: false,
  ...rest,
});
const truth = { kind: 'bank-card' as const, fields: { 'card-number': '6222', bank: '样本银行', holder: '陈样本' } };

it('tells right, doubted, wrong and accepted, and missing apart', () => {
  const fields = [field('card-number', '6222', { rule: 'failed' }), field('bank', '样木银行'), field('extra', 'x')];
  const { score, misses } = scoreReading({ kind: 'bank-card', fields }, truth);
  expect(score).toEqual({
    papers: 1,
    kindsRight: 1,
    fields: 3,
    exact: 1,
    wrongAccepted: 2,
    rightDoubted: 1,
    missing: 1,
  });
  expect(misses.map((miss) => miss.field)).toEqual(['bank', 'holder', 'extra']);
});

it('does not count a wrong value that a person has to look at as accepted', () => {
  const fields = [field('bank', '样木银行', { confidence: 0.2 })];
  expect(scoreReading({ kind: 'other', fields }, truth).score).toMatchObject({ wrongAccepted: 0, kindsRight: 0 });
});

it('adds up', () => {
  const { score } = scoreReading({ kind: 'bank-card', fields: [] }, truth);
  expect(addScores(addScores(NO_SCORE, score), score)).toMatchObject({ papers: 2, fields: 6, missing: 6 });
});

it('reads a truth file and names the place of a fault in one', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'truth-'));
  try {
    writeFileSync(path.join(folder, 'truth.json'), JSON.stringify({ 'a.jpg': truth }));
    expect(readTruth(folder)['a.jpg']).toEqual(truth);
    writeFileSync(path.join(folder, 'truth.json'), JSON.stringify({ 'a.jpg': { kind: 'passport', fields: {} } }));
    expect(() => readTruth(folder)).toThrow('a.jpg');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
