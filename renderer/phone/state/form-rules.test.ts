import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDay, normalise, problemOf } from '../../../contracts/domain/form-rules.ts';
import type { FieldKind } from '../../../contracts/domain/paper.ts';
import { mailing } from '../../../contracts/domain/visit.ts';
import { mailingProblems } from './form-rules.ts';

const field = (kind: FieldKind, required = true) => ({
  id: 'x',
  label: { 'zh-CN': '项', en: 'item' },
  kind,
  required,
  choices: [{ id: 'rent', label: { 'zh-CN': '租房', en: 'rent' } }],
});

describe('answers', () => {
  it.each([
    ['text', '', 'empty'],
    ['text', '演示', null],
    ['id-number', '11010519491231002', 'id-number-form'],
    ['id-number', '11010519490231002X', 'id-number-date'],
    ['id-number', '110105194912310021', 'id-number-check'],
    ['id-number', '11010519491231002x', null],
    ['id-number', '110105 19491231 002X', null],
    ['credit-code', '9135', 'credit-code-form'],
    ['credit-code', '91350100M000100Y42', 'credit-code-check'],
    ['credit-code', '91350100m000100y43', null],
    ['phone', '12345678901', 'phone'],
    ['phone', '138 0000 0000', null],
    ['date', '2026-02-30', 'date'],
    ['date', '2024-02-29', null],
    ['amount', '12.345', 'amount'],
    ['amount', '1,200.50', null],
    ['address', '路', 'short'],
    ['choice', 'buy', 'choice'],
    ['choice', 'rent', null],
    ['boolean', 'true', null],
  ] as const)('%s "%s" → %s', (kind, value, problem) => {
    expect(problemOf(field(kind), value)).toBe(problem);
  });

  it('lets an optional answer be empty and nothing else', () => {
    expect(problemOf(field('phone', false), ' ')).toBeNull();
    expect(problemOf(field('phone', false), '1')).toBe('phone');
  });

  it('are the same normalised once or twice', () => {
    const kinds = fc.constantFrom<FieldKind>('text', 'id-number', 'credit-code', 'phone', 'date', 'amount', 'address');
    fc.assert(
      fc.property(kinds, fc.string(), (kind, raw) => {
        const once = normalise({ kind }, raw);
        expect(normalise({ kind }, once)).toBe(once);
      }),
    );
  });

  it('know which days exist', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          expect(isDay(date.toISOString().slice(0, 10))).toBe(true);
        },
      ),
    );
    expect(isDay('2026-13-01')).toBe(false);
  });
});

describe('postal details', () => {
  it('without a problem are what the contract takes', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('13800000000', '1380000', ''),
        fc.string(),
        (recipient, phone, address) => {
          const draft = { recipient, phone, address };
          if (Object.keys(mailingProblems(draft)).length > 0) return;
          const sent = { recipient: recipient.trim(), phone, address: address.trim() };
          expect(mailing.safeParse(sent).success).toBe(true);
        },
      ),
    );
    expect(mailingProblems({ recipient: '演示', phone: '13800000000', address: '演示路 1 号' })).toEqual({});
  });
});
