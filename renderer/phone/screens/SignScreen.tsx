import { use, useState } from 'react';
import type { Service } from '../../../contracts/domain/catalogue.ts';
import type { VisitCase } from '../../../contracts/domain/visit.ts';
import type { FormReplica } from '../../form/replica.ts';
import { stageOf } from '../../form/stage.ts';
import { useFormView } from '../../form/use-form.ts';
import { type SignForm, useSignature } from '../../form/use-signature.ts';
import { Notice } from '../../ui/components/Notice.tsx';
import { useLocalized } from '../../ui/i18n.ts';
import { Button } from '../parts/Button.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { FormsContext } from '../state/forms-context.ts';
import { usePhoneError, useText } from '../text.ts';
import styles from './sign.module.css';

/** All that is signed, and the place to sign it with a finger. */
export function SignScreen(props: ScreenProps) {
  const { state } = props;
  const forms = use(FormsContext);
  const page = state.stage.at === 'visit' ? state.stage.page : null;
  const kase = page?.name === 'sign' ? state.visit?.cases.find((each) => each.id === page.caseId) : undefined;
  const service = state.catalogue?.services.find((each) => each.id === kase?.serviceId);
  if (kase === undefined || service === undefined || forms === null) return null;
  const replica = forms.shelf.of(
    kase.id,
    service.form.map((field) => field.id),
  );
  return <Current {...props} kase={kase} service={service} replica={replica} sign={forms.sign} />;
}

interface CurrentProps extends ScreenProps {
  readonly kase: VisitCase;
  readonly service: Service;
  readonly replica: FormReplica;
  readonly sign: SignForm;
}

/** A change of what is signed puts up a new pad and says so; what cannot be signed is said, with the way back to the form. */
function Current(props: CurrentProps) {
  const { state, dispatch, kase, service, replica } = props;
  const t = useText();
  const localized = useLocalized();
  const view = useFormView(replica);
  const [first] = useState(view.version);
  const stage = stageOf(service, view);
  const toForm = () => dispatch({ type: 'page', page: { name: 'form', caseId: kase.id } });
  if (stage === 'to-sign') return <Pad key={view.version} {...props} changed={view.version !== first} />;
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={localized(service.name)}
      actions={
        <Button kind="primary" wide onClick={toForm}>
          {t('sheet.toForm')}
        </Button>
      }
    >
      <Notice tone={stage === 'signed' ? 'success' : 'warning'} className={styles.notice}>
        {stage === 'signed' && view.signature
          ? t(`sheet.signed.${view.signature.device}`, { version: view.signature.version })
          : t('sheet.notYet')}
      </Notice>
    </Page>
  );
}

function Pad({ state, dispatch, kase, service, replica, sign, changed }: CurrentProps & { readonly changed: boolean }) {
  const t = useText();
  const localized = useLocalized();
  const errorText = usePhoneError();
  const view = useFormView(replica);
  const signing = useSignature(kase, service, view, sign);
  const { failed } = signing;
  const words = (fieldId: string, value: string) => {
    const field = service.form.find((one) => one.id === fieldId);
    if (field?.kind === 'boolean' && value !== '') return t(value === 'true' ? 'form.yes' : 'form.no');
    const choice = field?.choices?.find((one) => one.id === value);
    return (choice ? localized(choice.label) : value) || '—';
  };
  const give = async () => {
    if (await signing.give()) dispatch({ type: 'page', page: { name: 'form', caseId: kase.id } });
  };
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={t('sheet.signTitle')}
      lead={localized(service.name)}
      actions={
        <>
          <div className={styles.pad}>
            <canvas ref={signing.canvas} data-signature aria-label={t('sheet.signHere')} />
            {signing.blank && <span aria-hidden>{t('sheet.signHere')}</span>}
          </div>
          {failed !== null && (
            <Notice tone="warning">{failed.code === 'wrong_state' ? t('sheet.signStale') : errorText(failed)}</Notice>
          )}
          <div className={styles.buttons}>
            <Button disabled={signing.blank || signing.busy} onClick={signing.clear}>
              {t('sheet.clearSignature')}
            </Button>
            <Button kind="primary" disabled={!signing.ready} onClick={() => void give()}>
              {t(signing.busy ? 'sheet.signing' : 'sheet.giveSignature')}
            </Button>
          </div>
        </>
      }
    >
      {changed && (
        <Notice tone="warning" className={styles.notice}>
          {t('sheet.changed')}
        </Notice>
      )}
      <dl className={styles.content}>
        {service.form.map((field) => (
          <div key={field.id}>
            <dt>{localized(field.label)}</dt>
            <dd>{words(field.id, signing.content.fields.find(({ id }) => id === field.id)?.value ?? '')}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.declare}>{t('sheet.declare')}</p>
      <p className={styles.hash}>
        {t('sheet.bound', { version: view.version, hash: signing.hash?.slice(0, 16) ?? '' })}
      </p>
    </Page>
  );
}
