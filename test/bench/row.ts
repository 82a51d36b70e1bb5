/** One line of `npm run bench -- --json`: a figure of ours as a ratio of a baseline measured in the same run. */
export interface BenchRow {
  readonly group: string;
  readonly name: string;
  /** Median of ours, in `unit`. */
  readonly value: number;
  readonly unit: 'ms' | 'MB' | 'kB' | 'share';
  /** Measurements behind each median. */
  readonly n: number;
  readonly baseline: { readonly name: string; readonly value: number };
  /** `value / baseline.value`. */
  readonly ratio: number;
  /** Where the ratio should be. */
  readonly target: { readonly kind: 'at-most' | 'at-least'; readonly ratio: number };
  readonly ok: boolean;
}

export type Bench = () => AsyncGenerator<BenchRow>;

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** Makes a row from two series measured in turns, so that both saw the same machine. */
export function row(
  about: Pick<BenchRow, 'group' | 'name' | 'unit' | 'target'> & { baselineName: string },
  ours: readonly number[],
  baseline: readonly number[],
): BenchRow {
  const value = median(ours);
  const against = median(baseline);
  const ratio = value / against;
  const { baselineName, ...rest } = about;
  return {
    ...rest,
    value: round(value),
    n: Math.min(ours.length, baseline.length),
    baseline: { name: baselineName, value: round(against) },
    ratio: round(ratio),
    ok: about.target.kind === 'at-most' ? ratio <= about.target.ratio : ratio >= about.target.ratio,
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
