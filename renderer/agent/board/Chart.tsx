import { useId, useState } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { useText } from '../text.ts';
import styles from './Chart.module.css';
import { axisEnd, labelEvery } from './scale.ts';

export type Tone = 'good' | 'care' | 'rest';

export interface Series {
  readonly label: string;
  readonly tone?: Tone;
  /** Where the tone follows from the value. */
  readonly toneOf?: (value: number) => Tone;
  /** One a bucket; null where there is nothing to say. */
  readonly values: readonly (number | null)[];
}

export interface ChartProps {
  readonly title: string;
  /** What the first column of the table holds: hours or days. */
  readonly along: string;
  readonly labels: readonly string[];
  /** Stacked from below. */
  readonly series: readonly Series[];
  readonly format: (value: number | null) => string;
  /** A line to hold the bars against. */
  readonly mark?: { readonly value: number; readonly label: string };
  /** Where the axis ends; by default a round number above the largest bar. */
  readonly end?: number;
}

const WIDTH = 720;
const HEIGHT = 172;
const LEFT = 44;
const RIGHT = 8;
const TOP = 14;
const BOTTOM = 22;
/** Labels below the bars that stand side by side without touching. */
const LABEL_ROOM = 12;
/** Share of a bucket's width that its bar fills. */
const BAR_SHARE = 0.64;
const DASH = '5 4';

/** Bars over time, and the same figures as a table behind a button: for who cannot see the bars, and who wants the numbers. */
export function Chart(props: ChartProps) {
  const t = useText();
  const [asTable, setAsTable] = useState(false);
  const titleId = useId();
  return (
    <figure className={styles.figure} aria-labelledby={titleId}>
      <figcaption className={styles.caption}>
        <strong id={titleId}>{props.title}</strong>
        <Legend {...props} />
        <span className={styles.space} />
        <Button kind="quiet" className={styles.flip} aria-pressed={asTable} onPress={() => setAsTable(!asTable)}>
          {asTable ? t('board.history.asChart') : t('board.history.asTable')}
        </Button>
      </figcaption>
      {asTable ? <FigureTable {...props} /> : <Bars {...props} />}
    </figure>
  );
}

function Legend({ series, mark }: ChartProps) {
  return (
    <span className={styles.legend}>
      {series.length > 1 &&
        series.map(({ label, tone }) => (
          <span key={label} className={styles.key}>
            <i className={styles[tone ?? 'good']} aria-hidden />
            {label}
          </span>
        ))}
      {mark && (
        <span className={styles.key}>
          <i className={styles.dash} aria-hidden />
          {mark.label}
        </span>
      )}
    </span>
  );
}

function Bars({ title, labels, series, format, mark, end }: ChartProps) {
  const sums = labels.map((_, index) => series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0));
  const top = end ?? axisEnd(Math.max(mark?.value ?? 0, ...sums));
  const [plotWidth, plotHeight] = [WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM];
  const step = plotWidth / Math.max(1, labels.length);
  const y = (value: number) => TOP + plotHeight * (1 - Math.min(value, top) / top);
  const every = labelEvery(labels.length, LABEL_ROOM);
  return (
    <svg className={styles.svg} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title}>
      {[0, top / 2, top].map((value) => (
        <g key={value}>
          <line className={styles.grid} x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} />
          <text className={styles.axis} x={LEFT - 6} y={y(value) + 4} textAnchor="end">
            {format(value)}
          </text>
        </g>
      ))}
      {labels.map((label, index) => {
        const x = LEFT + step * index;
        let below = 0;
        return (
          <g key={label}>
            {series.map(({ label: name, tone = 'good', toneOf, values }) => {
              const value = values[index] ?? 0;
              const from = below;
              below += value;
              if (value <= 0) return null;
              return (
                <rect
                  key={name}
                  className={styles[toneOf?.(value) ?? tone]}
                  x={x + (step * (1 - BAR_SHARE)) / 2}
                  width={step * BAR_SHARE}
                  y={y(below)}
                  height={Math.max(1, y(from) - y(below))}
                />
              );
            })}
            {index % every === 0 && (
              <text className={styles.axis} x={x + step / 2} y={HEIGHT - 6} textAnchor="middle">
                {label}
              </text>
            )}
            <rect className={styles.hover} x={x} width={step} y={TOP} height={plotHeight}>
              <title>
                {[label, ...series.map((one) => `${one.label} ${format(one.values[index] ?? null)}`)].join('\n')}
              </title>
            </rect>
          </g>
        );
      })}
      {mark && (
        <line
          className={styles.mark}
          strokeDasharray={DASH}
          x1={LEFT}
          x2={WIDTH - RIGHT}
          y1={y(mark.value)}
          y2={y(mark.value)}
        />
      )}
    </svg>
  );
}

function FigureTable({ along, labels, series, format }: ChartProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.tableBox} aria-label={series.map((one) => one.label).join(' ')} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{along}</th>
            {series.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, index) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {series.map((one) => (
                <td key={one.label}>{format(one.values[index] ?? null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
