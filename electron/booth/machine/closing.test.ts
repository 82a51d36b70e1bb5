import { describe, expect, test } from 'vitest';
import { fail } from '../../../contracts/errors.ts';
import { err, ok } from '../../../contracts/result.ts';
import { MachineRun, testBooth, testCase, testDevice, testId, testReceipt, testVisit } from './fixtures.ts';
import type { Effect, MachineEvent } from './messages.ts';
import { initialState } from './state.ts';

const VISIT_ID = testId(1);
const AT = '2026-01-31T12:00:00.000Z';
const goodPrinter = testDevice('printer');
const emptyPrinter = testDevice('printer', {
  state: 'userError',
  status: { class: 'printer', paper: 'out', cover: 'closed', cutter: 'ok', slip: 'unknown' },
});
const prepared: MachineEvent = {
  type: 'hub.answered',
  name: 'receipt.prepare',
  visitId: VISIT_ID,
  result: ok(testReceipt()),
};
const answered = (
  result: Extract<MachineEvent, { type: 'device.answered'; name: 'printer.print' }>['result'],
): MachineEvent => ({
  type: 'device.answered',
  name: 'printer.print',
  visitId: VISIT_ID,
  result,
});
const printedWell = answered(ok({ printedAt: AT }));
const paperOut = answered(err(fail('paper_out')));
const reprint: MachineEvent = { type: 'intent', intent: { type: 'reprint' } };
const timer = (name: 'print-shown' | 'goodbye'): MachineEvent => ({ type: 'timer', name });
const skipRating: MachineEvent = { type: 'intent', intent: { type: 'skip-rating' } };
const device = (report: typeof goodPrinter): MachineEvent => ({ type: 'device.changed', device: report });

/** A visit with one case whose receipt is being prepared. */
function closingRun(): MachineRun {
  const run = new MachineRun();
  run.state = {
    ...initialState,
    step: 'after-call',
    online: true,
    booth: testBooth,
    devices: [goodPrinter],
    visit: testVisit(1, { cases: [testCase(VISIT_ID)] }),
  };
  run.send({ type: 'intent', intent: { type: 'finish' } });
  expect(run.state).toMatchObject({ step: 'printing', print: { phase: 'preparing' } });
  return run;
}

const names = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'hub' || effect.type === 'device' ? [effect.name] : []));

describe('a copy of the receipt', () => {
  test('is printed beside the thanks, without asking the hub for another number, and gives the time for it', () => {
    const run = closingRun();
    run.send(prepared, printedWell, timer('print-shown'), skipRating);
    expect(run.state).toMatchObject({ step: 'goodbye', receiptPrinted: true });
    const asked = run.send(reprint);
    expect(names(asked)).toEqual(['printer.print']);
    expect(asked).toContainEqual({ type: 'timer.cancel', name: 'goodbye' });
    expect(run.state).toMatchObject({ step: 'goodbye', print: { phase: 'printing' } });
    expect(names(run.send(reprint))).toEqual([]);
    expect(run.send(printedWell)).toContainEqual(expect.objectContaining({ type: 'timer.set', name: 'goodbye' }));
    expect(run.state).toMatchObject({ step: 'goodbye', print: { phase: 'printed' } });
  });

  test('is not printed while the printer cannot, nor where there is no slip', () => {
    const run = closingRun();
    run.send(prepared, printedWell, timer('print-shown'), skipRating, device(emptyPrinter));
    expect(names(run.send(reprint))).toEqual([]);
    const idle = new MachineRun();
    expect(names(idle.send(reprint))).toEqual([]);
  });
});

describe('a receipt that failed', () => {
  test('is prepared anew by itself, once, when the paper is back', () => {
    const run = closingRun();
    run.send(prepared, device(emptyPrinter), paperOut);
    expect(run.state).toMatchObject({ step: 'printing', print: { phase: 'failed' } });
    expect(names(run.send(device(goodPrinter)))).toEqual(['receipt.prepare']);
    run.send(prepared, device(emptyPrinter), paperOut);
    expect(names(run.send(device(goodPrinter)))).toEqual([]);
  });

  test('comes beside the thanks when the paper is back only then', () => {
    const run = closingRun();
    run.send(prepared, device(emptyPrinter), paperOut, timer('print-shown'), skipRating);
    expect(run.state.step).toBe('goodbye');
    expect(names(run.send(device(goodPrinter)))).toEqual(['receipt.prepare']);
    expect(names(run.send(prepared))).toEqual(['printer.print']);
    run.send(printedWell);
    expect(run.state).toMatchObject({ step: 'goodbye', receiptPrinted: true, print: { phase: 'printed' } });
  });

  test('is printed again when the citizen asks for it', () => {
    const run = closingRun();
    run.send(prepared, answered(err(fail('print_unconfirmed'))));
    expect(names(run.send(reprint))).toEqual(['receipt.prepare']);
    expect(run.facts.filter((fact) => fact === 'incident.raised')).toHaveLength(1);
  });
});
