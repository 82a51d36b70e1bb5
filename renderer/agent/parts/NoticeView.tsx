import type { Notice } from '../../../contracts/domain/notice.ts';
import { useLocalized } from '../../ui/i18n.ts';
import { useText } from '../text.ts';
import styles from './NoticeView.module.css';

/** A notice as the citizen will have it, to be looked at before it is given; below, the words to read aloud. */
export function NoticeView({ notice }: { notice: Notice }) {
  const t = useText();
  const localized = useLocalized();
  return (
    <article className={styles.notice} data-notice={notice.kind}>
      <h4>{t(`papers.kind.${notice.kind}`)}</h4>
      {notice.items.length === 0 && <p>{t('papers.complete')}</p>}
      <ol>
        {notice.items.map((item) => (
          <li key={item.paperId}>
            <strong>{localized(item.name)}</strong>
            <dl>
              <dt>{t('papers.why')}</dt>
              <dd>
                {localized(item.reason)}
                {item.remark !== undefined && `：${item.remark}`}
              </dd>
              <dt>{t('papers.wanted')}</dt>
              <dd>
                {t(`case.form.${item.form}`)}
                {item.form !== 'shown' && ` × ${item.copies}`}
              </dd>
              <dt>{t('papers.cure')}</dt>
              <dd>{localized(item.cure)}</dd>
              <dt>{t('papers.due')}</dt>
              <dd className={styles.due}>{t('papers.dueDay', { day: item.dueOn })}</dd>
            </dl>
          </li>
        ))}
      </ol>
      <p className={styles.law}>{localized(notice.basis)}</p>
      <p className={styles.law}>
        {t('papers.objection', { where: localized(notice.objection.where), day: notice.objection.until })}
      </p>
      <details>
        <summary>{t('papers.spoken')}</summary>
        <p>{localized(notice.spoken)}</p>
      </details>
    </article>
  );
}
