import { use } from 'react';
import type { Visit } from '../../../contracts/domain/visit.ts';
import type { KeptDocument } from '../../../contracts/hub/phone-keep.ts';
import { Download, FileText, ShieldCheck } from '../../ui/icons.ts';
import { KeepContext } from '../state/keep-context.ts';
import { useText } from '../text.ts';
import { Button } from './Button.tsx';
import styles from './keep.module.css';

export interface KeepListProps {
  readonly documents: readonly KeptDocument[];
  readonly visit: Visit;
}

/** What there is to take along, each with its own button. */
export function KeepList({ documents, visit }: KeepListProps) {
  const t = useText();
  const bytesOf = use(KeepContext);
  if (documents.length === 0 || bytesOf === null) return null;
  return (
    <section className={styles.keep} aria-label={t('keep.title')}>
      <h2>{t('keep.title')}</h2>
      <p className={styles.soft}>{t('keep.text')}</p>
      <ul>
        {documents.map((one) => {
          const number = visit.cases.find(({ id }) => id === one.caseId)?.number ?? visit.number;
          const title = one.kind === 'form' ? t('keep.form', { name: one.title }) : one.title;
          return (
            <li key={`${one.kind} ${one.caseId}`}>
              {one.kind === 'form' ? <FileText aria-hidden /> : <ShieldCheck aria-hidden />}
              <span>
                <strong>{title}</strong>
                <span className={styles.soft}>{number} · PDF</span>
              </span>
              <Button
                small
                icon={<Download aria-hidden />}
                aria-label={t('keep.saveOf', { name: title })}
                data-keep={one.kind}
                onClick={() => {
                  const bytes = bytesOf(one);
                  if (bytes) void keep(new File([bytes], `${title}-${number}.pdf`, { type: 'application/pdf' }));
                }}
              >
                {t('keep.save')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** By the phone's own sheet where it has one (files, messages, printer), as a download otherwise. */
async function keep(file: File): Promise<void> {
  if (navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return;
    } catch (thrown) {
      // The citizen closed the sheet; anything else goes the other way.
      if (thrown instanceof DOMException && thrown.name === 'AbortError') return;
    }
  }
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // The browser has begun to read it by the next turn of a minute.
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}

const REVOKE_AFTER_MS = 60_000;
