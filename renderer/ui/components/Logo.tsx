import { useCommonText } from '../i18n.ts';
import styles from './Logo.module.css';

/** 晓: the sun comes up in a glass house. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg className={className} viewBox="0 0 48 48" aria-hidden="true">
      <path fill="var(--logo-house, var(--water))" d="M10 12 24 4l14 8v32H10z" />
      <path fill="var(--logo-sun, var(--dawn))" d="M14 34a10 10 0 0 1 20 0z" />
      <path
        stroke="var(--logo-sun, var(--dawn))"
        strokeWidth="2"
        strokeLinecap="round"
        d="M24 21v-5M16.2 25l-2.6-3.4M31.8 25l2.6-3.4"
      />
      <path fill="var(--logo-sun, var(--dawn))" opacity="0.55" d="M14 36h20v2H14zm3 3.5h14v1.6H17z" />
    </svg>
  );
}

export function Logo() {
  const t = useCommonText();
  return (
    <span className={styles.logo}>
      <LogoMark className={styles.mark} />
      <span className={styles.word}>{t('brand')}</span>
    </span>
  );
}
