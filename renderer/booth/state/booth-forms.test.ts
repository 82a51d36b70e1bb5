import { describe, expect, it } from 'vitest';
import { strokesOf } from '../../form/strokes.ts';
import { FAKE_FORM } from '../testing/fake-form.ts';
import { setup, visit } from '../testing/scenes.ts';
import { dateTyped, keysOf, openForms } from './booth-forms.ts';

describe('forms at the booth', () => {
  it('writes a date as its digits come, and takes them back', () => {
    const typed = [...'20260131'].reduce(dateTyped, '');
    expect(typed).toBe('2026-01-31');
    expect(dateTyped(typed, '9')).toBe('2026-01-31');
    expect(dateTyped('2026-01-31'.replace(/\D/g, '').slice(0, -1), '')).toBe('2026-01-3');
  });

  it('gives each kind of question what a hand can answer it with', () => {
    expect(FAKE_FORM.map(keysOf)).toEqual(['letters', 'letters', 'digits', 'date', 'choices', 'digits', 'choices']);
  });

  it('shows only forms of cases that go on and ask something', () => {
    const serviceOf = (id: string) => setup.services.find((one) => one.id === id);
    const kase = {
      ...visit,
      id: visit.id,
      number: 'C20260131-0001',
      visitId: visit.id,
      departmentId: 'tax',
      form: {},
      papers: [],
      note: '',
    };
    const cases = [
      { ...kase, serviceId: 'company-deregistration', state: 'open' as const },
      { ...kase, serviceId: 'company-deregistration', state: 'completed' as const },
      { ...kase, serviceId: 'tax-clearance', state: 'open' as const },
    ];
    const open = openForms({ ...visit, cases }, serviceOf);
    expect(open.map(({ service }) => service.id)).toEqual(['company-deregistration']);
    expect(openForms(null, serviceOf)).toEqual([]);
  });

  it('keeps strokes as shares of the width, from the first touch on', () => {
    const strokes = strokesOf(
      [
        {
          points: [
            { x: -3, y: 40, time: 1000 },
            { x: 200, y: 80, time: 1016 },
          ],
        },
      ],
      400,
    );
    expect(strokes).toEqual([
      [
        [0, 0.1, 0],
        [0.5, 0.2, 16],
      ],
    ]);
  });
});
