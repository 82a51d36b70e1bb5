import { lazy, Suspense } from 'react';
import type { Service } from '../../../contracts/domain/catalogue.ts';
import type { Localized } from '../../../contracts/domain/language.ts';
import type { VisitCase } from '../../../contracts/domain/visit.ts';
import { LogoMark } from '../../ui/components/Logo.tsx';
import { useLanguage, useLocalized } from '../../ui/i18n.ts';
import { instantText } from '../state/days.ts';
import { groupVerifyCode } from '../state/opening.ts';
import { useText } from '../text.ts';
import styles from './certificate.module.css';

/** The maker of codes is the heaviest part of the page and is needed here only. */
const QrCode = lazy(async () => ({ default: (await import('../../ui/components/QrCode.tsx')).QrCode }));

/** Where anybody can check an outcome. */
export function verifyUrl(verifyCode: string): string {
  return `${location.origin}/phone/verify#${verifyCode}`;
}

export interface CertificateProps {
  readonly kase: VisitCase;
  readonly outcome: NonNullable<VisitCase['outcome']>;
  readonly service: Service;
  readonly departmentName: Localized | null;
}

const RAYS = Array.from({ length: 48 }, (_, index) => index * 7.5);

/** An outcome as a document: who issued what, to whom, when, and how to check it. */
export function Certificate({ kase, outcome, service, departmentName }: CertificateProps) {
  const t = useText();
  const localized = useLocalized();
  const language = useLanguage();
  // The first text asked for is whom it is about: a company's or a person's name.
  const holder = service.form.find((field) => field.kind === 'text' && field.required);
  const holderName = holder === undefined ? undefined : kase.form[holder.id];
  return (
    <article className={styles.certificate} aria-label={outcome.title} data-verify-code={outcome.verifyCode}>
      <div className={styles.frame}>
        <svg className={styles.rays} viewBox="-230 -230 460 460" aria-hidden="true">
          {RAYS.map((angle) => (
            <path
              key={angle}
              d="M0-36V-226"
              transform={`rotate(${angle})`}
              stroke="#ffc08f"
              strokeOpacity="0.22"
              strokeWidth="1.4"
            />
          ))}
          {[70, 106, 142, 178, 214].map((radius) => (
            <circle key={radius} r={radius} fill="none" stroke="#0a4347" strokeOpacity="0.06" />
          ))}
        </svg>
        <LogoMark className={styles.mark} />
        {departmentName !== null && <p className={styles.department}>{localized(departmentName)}</p>}
        <h2 className={styles.title}>{outcome.title}</h2>
        <div className={styles.rule} />
        <dl className={styles.rows}>
          {holder !== undefined && holderName !== undefined && holderName !== '' && (
            <div>
              <dt>{localized(holder.label)}</dt>
              <dd>{holderName}</dd>
            </div>
          )}
          <div>
            <dt>{t('certificate.service')}</dt>
            <dd>{localized(service.name)}</dd>
          </div>
          <div>
            <dt>{t('certificate.holder')}</dt>
            <dd>{kase.number}</dd>
          </div>
          <div>
            <dt>{t('certificate.issued')}</dt>
            <dd>{instantText(outcome.issuedAt, language)}</dd>
          </div>
        </dl>
        <div className={styles.proof}>
          <Suspense fallback={<span className={styles.qr} />}>
            <QrCode className={styles.qr} text={verifyUrl(outcome.verifyCode)} label={t('certificate.qr')} />
          </Suspense>
          <p>
            {t('certificate.code')}
            <span className={styles.code}>{groupVerifyCode(outcome.verifyCode)}</span>
            {t('certificate.scan')}
          </p>
        </div>
      </div>
    </article>
  );
}
