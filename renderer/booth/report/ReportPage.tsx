import type { PrintDocument } from '../../../contracts/device/print.ts';
import { readinessName } from '../../../contracts/technician/readiness-name.ts';
import zh from '../../../resources/locales/zh-CN/readiness.json' with { type: 'json' };

export type Report = Omit<Extract<PrintDocument, { kind: 'readiness' }>, 'kind' | 'number' | 'language'>;
type Result = Report['results'][number];

const OUTCOMES = ['bad', 'good', 'skipped'] as const;
const MARKS = { good: '●', bad: '▲', skipped: '○' } as const;
const timeFormat = new Intl.DateTimeFormat('zh-CN', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Asia/Shanghai',
});

/** The readiness report on A4, in Chinese: it is read by those who keep the booth. */
export function ReportPage({ report }: { report: Report }) {
  const { boothName, at, technician, ready, results } = report;
  const count = (outcome: Result['outcome']) => results.filter((result) => result.outcome === outcome).length;
  return (
    <main>
      <header>
        <div>
          <h1>{zh.title}</h1>
          <p>{boothName}</p>
        </div>
        <div className={ready ? 'seal good' : 'seal bad'}>{ready ? zh.ready : zh.notReady}</div>
      </header>
      <dl>
        <dt>{zh.at}</dt>
        <dd>{timeFormat.format(new Date(at))}</dd>
        <dt>{zh.technician}</dt>
        <dd>{technician}</dd>
      </dl>
      <p className="lead">
        {ready ? zh.readyLead : zh.notReadyLead}
        <span>{counted(count('good'), count('bad'), count('skipped'))}</span>
      </p>
      <table>
        <thead>
          <tr>
            <th>{zh.part}</th>
            <th>{zh.outcome}</th>
            <th>{zh.detail}</th>
          </tr>
        </thead>
        <tbody>
          {[...results]
            .sort((a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome))
            .map((result) => (
              <tr key={result.name} className={result.outcome}>
                <th>{readinessName(result.name, zh.names)}</th>
                <td className="outcome">
                  {MARKS[result.outcome]} {zh[result.outcome]}
                </td>
                <td>{result.detail}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <footer>
        <span>{zh.signature}</span>
        <span className="line" />
      </footer>
    </main>
  );
}

function counted(good: number, bad: number, skipped: number): string {
  const values: Record<string, number> = { good, bad, skipped };
  return zh.count.replace(/\{\{(\w+)\}\}/g, (_place, name: string) => String(values[name]));
}
