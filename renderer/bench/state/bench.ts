import type { XiaowuError } from '../../../contracts/errors.ts';
import type { DiagnosticRecord, StepName, StepResult } from '../../../contracts/technician/diagnostics.ts';
import type { TechnicianOutput } from '../port.ts';
import type { Part } from './parts.ts';

/** The bench's own pages; whoever hosts it may add more. */
export const BENCH_PAGES = ['overview', 'self-check', 'wire', 'service', 'report'] as const;

/** A call under way, by the place on the page that shows it. */
export interface Work {
  readonly sinceMs: number;
  readonly target: string | null;
  readonly cancelling: boolean;
}

/** Places: `step:<name>`, `verdict`, `mode`, `self-check`, `restart:<id>`, `calibrate:<id>`, `profile`, `pdf`, `print`, `wire`. */
export type Place = string;

export type Done =
  | { readonly kind: 'step'; readonly result: StepResult }
  | { readonly kind: 'verdict'; readonly record: DiagnosticRecord }
  | { readonly kind: 'proposals'; readonly proposals: TechnicianOutput<'device.calibrate'>['proposals'] }
  | { readonly kind: 'pdf'; readonly pdf: TechnicianOutput<'report.pdf'> }
  | { readonly kind: 'printed'; readonly number: string }
  | { readonly kind: 'plain' };

export interface BenchState {
  readonly page: string;
  readonly part: Part | null;
  readonly works: Readonly<Record<Place, Work>>;
  /** Why the last try at a place failed; gone with the next try. */
  readonly failures: Readonly<Record<Place, XiaowuError>>;
  /** Places whose last call was done, for a word that it was. */
  readonly done: Readonly<Record<Place, true>>;
  /** Last result of each step in this session, with its picture. */
  readonly results: Readonly<Partial<Record<StepName, StepResult>>>;
  readonly proposals: Readonly<Record<string, TechnicianOutput<'device.calibrate'>['proposals']>>;
  readonly pdf: TechnicianOutput<'report.pdf'> | null;
  readonly printedNumber: string | null;
}

export const initialBenchState: BenchState = {
  page: 'overview',
  part: null,
  works: {},
  failures: {},
  done: {},
  results: {},
  proposals: {},
  pdf: null,
  printedNumber: null,
};

export type BenchEvent =
  | { readonly type: 'page'; readonly page: string }
  | { readonly type: 'part'; readonly part: Part | null }
  | { readonly type: 'began'; readonly place: Place; readonly target: string | null; readonly atMs: number }
  | { readonly type: 'cancelling'; readonly place: Place }
  | { readonly type: 'failed'; readonly place: Place; readonly error: XiaowuError }
  | { readonly type: 'ended'; readonly place: Place; readonly done: Done }
  /** Another technician or nobody: what was on the page is theirs no more. */
  | { readonly type: 'left' };

/** The bench as a pure machine: what is shown, what is under way, what came of it. */
export function reduceBench(state: BenchState, event: BenchEvent): BenchState {
  switch (event.type) {
    case 'page':
      return { ...state, page: event.page };
    case 'part':
      return { ...state, page: 'overview', part: event.part };
    case 'began':
      return {
        ...state,
        works: { ...state.works, [event.place]: { sinceMs: event.atMs, target: event.target, cancelling: false } },
        failures: without(state.failures, event.place),
        done: without(state.done, event.place),
      };
    case 'cancelling': {
      const work = state.works[event.place];
      if (work === undefined) return state;
      return { ...state, works: { ...state.works, [event.place]: { ...work, cancelling: true } } };
    }
    case 'failed':
      return {
        ...state,
        works: without(state.works, event.place),
        failures: { ...state.failures, [event.place]: event.error },
      };
    case 'ended':
      return noted(
        { ...state, works: without(state.works, event.place), done: { ...state.done, [event.place]: true } },
        event.place,
        event.done,
      );
    case 'left':
      return { ...initialBenchState, page: state.page, part: state.part };
  }
}

function noted(state: BenchState, place: Place, done: Done): BenchState {
  switch (done.kind) {
    case 'step':
      return { ...state, results: { ...state.results, [done.result.record.step]: done.result } };
    case 'verdict': {
      const shown = state.results[done.record.step];
      if (shown?.record.id !== done.record.id) return state;
      return { ...state, results: { ...state.results, [done.record.step]: { ...shown, record: done.record } } };
    }
    case 'proposals':
      return { ...state, proposals: { ...state.proposals, [place]: done.proposals } };
    case 'pdf':
      return { ...state, pdf: done.pdf };
    case 'printed':
      return { ...state, printedNumber: done.number };
    case 'plain':
      return state;
  }
}

/** The one step that runs now, if any: a booth does one at a time. */
export function runningStep(state: BenchState): Place | null {
  return Object.keys(state.works).find((place) => place.startsWith('step:')) ?? null;
}

function without<V>(all: Readonly<Record<string, V>>, key: string): Readonly<Record<string, V>> {
  const { [key]: _gone, ...rest } = all;
  return rest;
}
