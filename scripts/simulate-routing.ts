/**
 * Days of arrivals at the routing engine: `npm run simulate -- routing [--seed 1] [--agents 179] [--departments 32]
 * [--regions 20] [--arrivals 10000] [--load 0.5] [--json]`. `--load` is the work of the busy hours as a share of what the
 * people of the day can do. Ends with 1 when the oracle saw a promise broken.
 */
import { parseArgs } from 'node:util';
import type { SimulationReport } from '../server/routing/simulation/figures.ts';
import { simulate } from '../server/routing/simulation/run.ts';
import type { Truth } from '../server/routing/simulation/told.ts';

export function simulateRouting(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      agents: { type: 'string', default: '179' },
      departments: { type: 'string', default: '32' },
      regions: { type: 'string', default: '20' },
      arrivals: { type: 'string', default: '10000' },
      load: { type: 'string', default: '0.5' },
      json: { type: 'boolean', default: false },
    },
  });
  const { json, ...texts } = values;
  const wrong = Object.entries(texts).find(([, text]) => !(Number(text) > 0));
  if (wrong) {
    console.error(`--${wrong[0]} should be a number above 0, not ${wrong[1]}`);
    return 2;
  }
  const report = simulate({
    seed: Number(texts.seed),
    agents: Number(texts.agents),
    departments: Number(texts.departments),
    regions: Number(texts.regions),
    arrivals: Number(texts.arrivals),
    load: Number(texts.load),
  }).report();
  console.log(json ? JSON.stringify(report) : inWords(report));
  return Object.values(report.violations).some((count) => count > 0) ? 1 : 0;
}

function inWords(report: SimulationReport): string {
  const { waitSeconds, estimates, violations, utilisation, offers, rings } = report;
  const { queued } = estimates;
  const rows: [string, string][] = [
    [
      'arrivals',
      `${report.arrivals}: ${report.answered} answered, ${report.gaveUp} gave up, ${report.refused} refused`,
    ],
    ['took an alternative', `${report.tookAlternative}`],
    ['service level, answered ≤ 15 s', percent(report.serviceLevel)],
    [
      'wait p50 / p90 / p99 / max',
      `${waitSeconds.p50} / ${waitSeconds.p90} / ${waitSeconds.p99} / ${waitSeconds.max} s`,
    ],
    ['first number told within max(30 s, 30 %)', `${percent(estimates.good)} of ${estimates.told}`],
    ['  nobody rung at once', `${percent(estimates.goodInLine)} of ${estimates.inLine}`],
    ['  waits above 30 s', `${percent(estimates.goodOfLongWaits)} of ${estimates.longWaits}`],
    ['  wait in line ÷ number, median', `${estimates.medianRatioInLine}`],
    ['nobody free: the range first told held', truth(queued.first)],
    ['  waits above 30 s', truth(queued.firstOfLong)],
    ['  last range, 60 s before the answer or more', truth(queued.lastWord)],
    ['  ranges by the seconds they were shown', truth(queued.shown)],
    ['  width / end of what was shown, median', `${queued.widthSeconds} s / in ${queued.untilSeconds} s`],
    ['  seconds with no estimate, nobody on duty', `${queued.withoutSeconds}`],
    ['  revised', `${queued.revisions}`],
    ['assigned outside skill, region, authority', `${violations.outside}`],
    ['waits while somebody qualified was free', `${violations.idleWhileWaiting}`],
    ['  held for a nearer ring (instants)', `${report.heldForNearer}`],
    ['above capacity, double, late, to the absent', absent(violations)],
    ['offers made / expired / declined', `${offers.made} / ${offers.expired} / ${offers.declined}`],
    [
      'offers by ring',
      Object.entries(rings)
        .map(([ring, count]) => `${ring} ${count}`)
        .join(', '),
    ],
    ['offers to who served the visit before', `${report.keptOwner}`],
    ["fairness over people (Jain's index)", `${report.fairness}`],
    ['share of duty bound, p10 / p50 / p90', `${utilisation.p10} / ${utilisation.p50} / ${utilisation.p90}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`), ...report.examples].join('\n');
}

function absent({ overCapacity, doubleOffers, lateOffers, offeredAway }: SimulationReport['violations']): string {
  return `${overCapacity}, ${doubleOffers}, ${lateOffers}, ${offeredAway}`;
}

function truth({ of, range, middle }: Truth): string {
  return `${percent(range)} of ${of} (its middle within max(30 s, 30 %): ${percent(middle)})`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
