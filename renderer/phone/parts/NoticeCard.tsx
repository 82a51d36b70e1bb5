import type { Notice } from '../../../contracts/domain/notice.ts';
import { useLocalized } from '../../ui/i18n.ts';
import { ChevronRight, FileText } from '../../ui/icons.ts';
import { useText } from '../text.ts';
import styles from './notice.module.css';

export interface NoticeCardProps {
  readonly notice: Notice;
  /** The newest one counts: it stands open. */
  readonly open: boolean;
}

/** 一次性告知书, to keep: what is missing, why, what is wanted, by when, and the right to object. */
export function NoticeCard({ notice, open }: NoticeCardProps) {
  const t = useText();
  const localized = useLocalized();
  return (
    <details className={styles.notice} open={open} data-notice={notice.number}>
      <summary>
        <FileText aria-hidden />
        <span>
          <strong>{t(`visit.notice.title.${notice.kind}`)}</strong>
          <span className={styles.soft}>
            {notice.number} · {t('visit.notice.count', { count: notice.items.length })}
          </span>
        </span>
        <ChevronRight aria-hidden />
      </summary>
      {notice.items.length === 0 && <p>{t('visit.notice.none')}</p>}
      <ol>
        {notice.items.map((item, index) => (
          <li key={item.paperId}>
            <h3>
              {index + 1}. {localized(item.name)}
            </h3>
            <dl>
              <dt>{t('visit.notice.why')}</dt>
              <dd>{[localized(item.reason), item.remark].filter(Boolean).join('：')}</dd>
              <dt>{t('visit.notice.wanted')}</dt>
              <dd>
                {t(`visit.notice.form.${item.form}`, { copies: item.copies })} · {localized(item.requirement)}
              </dd>
              <dt>{t('visit.notice.cure')}</dt>
              <dd>{localized(item.cure)}</dd>
              <dt>{t('visit.notice.due')}</dt>
              <dd className={styles.due}>{t('visit.notice.dueDay', { day: item.dueOn })}</dd>
            </dl>
          </li>
        ))}
      </ol>
      <p className={styles.soft}>
        {t('visit.notice.objection', { where: localized(notice.objection.where), day: notice.objection.until })}
      </p>
      <p className={styles.soft}>
        {localized(notice.basis)}
        <br />
        {localized(notice.objection.basis)}
      </p>
    </details>
  );
}
