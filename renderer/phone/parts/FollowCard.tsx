import { ChevronRight } from '../../ui/icons.ts';
import { useText } from '../text.ts';
import { CopyButton } from './CopyButton.tsx';
import styles from './keep.module.css';

/** The link by which the citizen sees later how the cases stand. */
export function FollowCard({ url }: { readonly url: string }) {
  const t = useText();
  return (
    <section className={styles.keep} aria-label={t('follow.card')}>
      <h2>{t('follow.card')}</h2>
      <p className={styles.soft}>{t('follow.cardText')}</p>
      <div className={styles.actions}>
        <CopyButton text={url} label={t('follow.copy')} done={t('follow.copied')} />
        <a className={styles.link} href={url} target="_blank" rel="noreferrer" data-follow-link>
          {t('follow.open')}
          <ChevronRight aria-hidden />
        </a>
      </div>
    </section>
  );
}
