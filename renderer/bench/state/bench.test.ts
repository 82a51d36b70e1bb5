import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail } from '../../../contracts/errors.ts';
import { type StepResult, stepName } from '../../../contracts/technician/diagnostics.ts';
import { type BenchEvent, type BenchState, initialBenchState, reduceBench, runningStep } from './bench.ts';
import { leaveOf } from './leave.ts';
import { layOutLocker } from './locker-layout.ts';
import { PARTS, STEPS_OF_PART } from './parts.ts';

const ID = '01900000-0000-7000-8000-000000000001';
const by = { technicianId: 't1', displayName: 'Demo', from: 'hub' as const };
const AT = '2026-01-31T08:00:00.000Z';
const result: StepResult = {
  record: {
    id: ID,
    boothId: 'demo',
    step: 'printer.page',
    target: null,
    by,
    startedAt: AT,
    durationMs: 1200,
    outcome: 'passed',
    evidence: [],
    error: null,
    verdict: null,
  },
  picture: null,
};
const run = (...events: BenchEvent[]): BenchState => events.reduce(reduceBench, initialBenchState);
const began: BenchEvent = { type: 'began', place: 'step:printer.page', target: null, atMs: 5 };

describe('the bench', () => {
  it('shows a step from its begin to its result', () => {
    expect(runningStep(run(began))).toBe('step:printer.page');
    const done = run(began, { type: 'ended', place: 'step:printer.page', done: { kind: 'step', result } });
    expect([runningStep(done), done.results['printer.page']]).toEqual([null, result]);
  });

  it('forgets a failure with the next try', () => {
    const failed = run(began, { type: 'failed', place: 'step:printer.page', error: fail('paper_out') });
    expect(failed.failures['step:printer.page']?.code).toBe('paper_out');
    expect(reduceBench(failed, began).failures).toEqual({});
  });

  it('writes a verdict on the run it is about, and on no later one', () => {
    const shown = run({ type: 'ended', place: 'x', done: { kind: 'step', result } });
    const good = { ...result.record, verdict: 'good' as const };
    const judged = reduceBench(shown, { type: 'ended', place: 'verdict', done: { kind: 'verdict', record: good } });
    expect(judged.results['printer.page']?.record.verdict).toBe('good');
    const other = { ...good, id: '01900000-0000-7000-8000-000000000002' };
    expect(
      reduceBench(shown, { type: 'ended', place: 'verdict', done: { kind: 'verdict', record: other } }).results,
    ).toEqual(shown.results);
  });

  it('leaves no picture behind when the mode ends', () => {
    const state = run({ type: 'part', part: 'printer' }, { type: 'ended', place: 'x', done: { kind: 'step', result } });
    expect(reduceBench(state, { type: 'left' })).toEqual({ ...initialBenchState, part: 'printer' });
  });

  it('has every step at exactly one part', () => {
    const steps = PARTS.flatMap((part) => STEPS_OF_PART[part]);
    expect([...steps].sort()).toEqual([...stepName.options].sort());
  });
});

describe('leave to act', () => {
  const port = { at: 'hub' as const, displayName: 'Demo' };
  const active = { phase: 'active' as const, by, since: AT, duringVisit: false, idleAt: AT };
  it('is with whoever opened the mode, from the same side', () => {
    expect(leaveOf(active, true, port)).toBe('mine');
    expect(leaveOf(active, true, { at: 'booth', displayName: null })).toBe('other');
    expect(leaveOf(active, true, { at: 'hub', displayName: 'Another' })).toBe('other');
    expect(leaveOf(active, false, port)).toBe('offline');
    expect(leaveOf({ phase: 'requested', by, since: AT, waitingFor: 'visit' }, true, port)).toBe('waiting');
    expect(leaveOf({ phase: 'inactive' }, true, port)).toBe('inactive');
    expect(leaveOf(null, true, port)).toBe('unknown');
  });
});

describe('the drawn locker', () => {
  const sizes = fc.array(fc.constantFrom('small' as const, 'medium' as const, 'large' as const), {
    minLength: 1,
    maxLength: 48,
  });
  it('has every compartment once, inside its front, none over another', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 6 }), (all, columns) => {
        const { rows, places } = layOutLocker(all, columns);
        expect(places.map(({ compartment }) => compartment)).toEqual(all.map((_, index) => index + 1));
        const cells = new Set<string>();
        for (const { column, top, height } of places) {
          expect(column).toBeLessThan(columns);
          expect(top + height).toBeLessThanOrEqual(rows);
          for (let row = top; row < top + height; row++) {
            const cell = `${column}/${row}`;
            expect(cells.has(cell)).toBe(false);
            cells.add(cell);
          }
        }
      }),
    );
  });
});
