import type { Service } from '../../../../contracts/domain/catalogue.ts';
import type { VisitCase } from '../../../../contracts/domain/visit.ts';
import type { FormView } from '../../../form/replica.ts';
import { useSignature } from '../../../form/use-signature.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { Sheet } from '../../../ui/components/Sheet.tsx';
import { useCommonText, useLocalized } from '../../../ui/i18n.ts';
import { useBooth } from '../../state/context.ts';
import { useText } from '../../state/text.ts';
import { useValueWords } from './FormRow.tsx';
import styles from './form.module.css';

export interface SignSheetProps {
  readonly isOpen: boolean;
  readonly kase: VisitCase;
  readonly service: Service;
  readonly view: FormView;
  readonly onClose: () => void;
}

/**
 * All that is signed, and the place to sign. The signature is bound to the content as it stood when the sheet opened: if that
 * changes meanwhile, the sheet says so and begins anew.
 */
export function SignSheet(props: SignSheetProps) {
  return props.isOpen ? <OpenSheet key={props.view.version} {...props} /> : null;
}

function OpenSheet({ kase, service, view, onClose }: SignSheetProps) {
  const { signForm } = useBooth();
  const t = useText();
  const common = useCommonText();
  const localized = useLocalized();
  const words = useValueWords();
  const { content, hash, canvas, blank, ready, busy, failed, clear, give } = useSignature(
    kase,
    service,
    view,
    signForm,
  );
  const sign = async () => {
    if (await give()) onClose();
  };
  return (
    <Sheet
      isOpen
      title={t('form.signTitle')}
      actions={
        <>
          <Button kind="primary" wide isDisabled={!ready} data-action="give-signature" onPress={() => void sign()}>
            {t(busy ? 'form.signing' : 'form.giveSignature')}
          </Button>
          <Button wide data-action="clear-signature" onPress={clear}>
            {t('form.clearSignature')}
          </Button>
          <Button kind="quiet" wide data-action="close-signature" onPress={onClose}>
            {common('back')}
          </Button>
        </>
      }
    >
      <dl className={styles.content}>
        {service.form.map((field) => (
          <div key={field.id}>
            <dt>{localized(field.label)}</dt>
            <dd>{words(field, content.fields.find(({ id }) => id === field.id)?.value ?? '') || '—'}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.declare}>{t('form.declare')}</p>
      {failed !== null && <Notice tone="warning">{t('form.signFailed')}</Notice>}
      <div className={styles.pad}>
        <canvas ref={canvas} data-signature aria-label={t('form.signHere')} />
        {blank && <span aria-hidden>{t('form.signHere')}</span>}
      </div>
      <p className={styles.hash}>{t('form.bound', { version: view.version, hash: hash?.slice(0, 16) ?? '' })}</p>
    </Sheet>
  );
}
