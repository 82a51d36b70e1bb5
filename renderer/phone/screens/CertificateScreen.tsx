import { Certificate, verifyUrl } from '../parts/Certificate.tsx';
import { CopyButton } from '../parts/CopyButton.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { useText } from '../text.ts';
import styles from './ended.module.css';

/** One outcome, large. */
export function CertificateScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  const page = state.stage.at === 'visit' ? state.stage.page : null;
  const kase = page?.name === 'certificate' ? state.visit?.cases.find((each) => each.id === page.caseId) : undefined;
  const service = state.catalogue?.services.find((each) => each.id === kase?.serviceId);
  if (kase?.outcome === undefined || service === undefined) return null;
  const department = state.catalogue?.departments.find((each) => each.id === service.departmentId);
  return (
    <Page state={state} dispatch={dispatch} title={t('certificate.title')}>
      <div className={styles.one}>
        <Certificate kase={kase} outcome={kase.outcome} service={service} departmentName={department?.name ?? null} />
        <CopyButton
          text={verifyUrl(kase.outcome.verifyCode)}
          label={t('certificate.copy')}
          done={t('certificate.copied')}
        />
      </div>
    </Page>
  );
}
