import { Button } from '../../ui/components/Button.tsx';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import type { BenchContext } from '../context.ts';
import { PARTS, type Part, STEPS_OF_PART, stepKey } from '../state/parts.ts';
import { useText } from '../text.ts';
import { RecordRow } from './Earlier.tsx';
import { Failure } from './Failure.tsx';
import { useBlobUrl } from './Picture.tsx';
import styles from './page.module.css';
import { Waiting } from './Waiting.tsx';

/** The technician's word on the booth: what was tried this time, what was not, and the report as a file or on paper. */
export function ReportPage({ bench }: { bench: BenchContext }) {
  const t = useText();
  const { port, view, leave } = bench;
  const mode = view?.mode;
  const since = mode?.phase === 'active' ? mode.since : null;
  const records = since === null ? [] : (view?.records ?? []).filter((each) => each.startedAt >= since);
  const tried = new Set(records.map(({ step }) => step));
  const isFitted = (part: Part) =>
    ['face', 'document', 'screen', 'sound'].includes(part) || bench.booth.devices.some((each) => each.class === part);
  const untried = PARTS.filter(isFitted)
    .flatMap((part) => STEPS_OF_PART[part])
    .filter((step) => !tried.has(step));
  return (
    <section className={styles.page} aria-label={t('page.report')}>
      <h3 className="visually-hidden">{t('page.report')}</h3>
      {leave !== 'mine' && <p className={styles.soft}>{t('step.needsMode')}</p>}
      <article className={styles.step}>
        <h4>{t('report.tried', { count: records.length })}</h4>
        {records.length === 0 && <p className={styles.soft}>{t('report.noneTried')}</p>}
        <ul className={styles.records}>
          {records.map((record) => (
            <RecordRow key={record.id} record={record} title={t(`step.${stepKey(record.step)}.title`)} />
          ))}
        </ul>
        {untried.length > 0 && (
          <p className={styles.soft}>
            {t('report.untried', { list: untried.map((step) => t(`step.${stepKey(step)}.title`)).join(' · ') })}
          </p>
        )}
      </article>
      {port.at === 'hub' ? <PdfReport bench={bench} /> : <PaperReport bench={bench} />}
    </section>
  );
}

function PdfReport({ bench: { state, booth, leave, act } }: { bench: BenchContext }) {
  const t = useText();
  const { pdf } = state;
  const url = useBlobUrl(pdf?.bytes ?? null, 'application/pdf');
  const work = state.works.pdf;
  return (
    <article className={styles.step}>
      <h4>{t('report.pdf')}</h4>
      <p>{t('report.pdfText')}</p>
      {work === undefined ? (
        <div className={styles.row}>
          <Button kind="primary" isDisabled={leave !== 'mine'} data-action="make-pdf" onPress={() => act.makePdf()}>
            {t('report.make')}
          </Button>
          {pdf !== null && (
            <StateBadge state={pdf.ready ? 'ok' : 'bad'}>
              {t(pdf.ready ? 'report.ready' : 'report.notReady')}
            </StateBadge>
          )}
          {url !== null && (
            <a className={styles.file} href={url} download={`${booth.name}.pdf`} data-action="save-pdf">
              {t('report.save')}
            </a>
          )}
        </div>
      ) : (
        <Waiting sinceMs={work.sinceMs}>{t('report.making')}</Waiting>
      )}
      <Failure error={state.failures.pdf} />
    </article>
  );
}

function PaperReport({ bench: { state, leave, act } }: { bench: BenchContext }) {
  const t = useText();
  const work = state.works.print;
  return (
    <article className={styles.step}>
      <h4>{t('report.paper')}</h4>
      <p>{t('report.paperText')}</p>
      {work === undefined ? (
        <div className={styles.row}>
          <Button kind="primary" isDisabled={leave !== 'mine'} data-action="print" onPress={() => act.printReport()}>
            {t('report.print')}
          </Button>
          {state.printedNumber !== null && (
            <StateBadge state="ok">{t('report.printed', { number: state.printedNumber })}</StateBadge>
          )}
        </div>
      ) : (
        <Waiting sinceMs={work.sinceMs}>{t('report.printing')}</Waiting>
      )}
      <Failure error={state.failures.print} />
    </article>
  );
}
