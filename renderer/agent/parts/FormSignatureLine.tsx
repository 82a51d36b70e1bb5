import type { Service } from '../../../contracts/domain/catalogue.ts';
import { hindranceToSign } from '../../../contracts/domain/form.ts';
import type { FormView } from '../../form/replica.ts';
import { Button } from '../../ui/components/Button.tsx';
import { useLocalized } from '../../ui/i18n.ts';
import { useDesk } from '../state/desk-context.ts';
import { clockText } from '../state/local-time.ts';
import { useText } from '../text.ts';
import styles from './CaseForm.module.css';

/** How far the signature is. Only the citizen signs, so there is nothing to press here but to look. */
export function FormSignatureLine({ service, view }: { readonly service: Service; readonly view: FormView }) {
  const t = useText();
  const localized = useLocalized();
  const desk = useDesk();
  const { signature } = view;
  if (signature && signature.voidedAt === undefined) {
    const { fileId } = signature;
    return (
      <p className={styles.signature} data-signed>
        {t('sheet.signed', {
          at: clockText(signature.signedAt),
          version: signature.version,
          hash: signature.hash.slice(0, 8),
        })}
        {fileId !== undefined && (
          <Button kind="quiet" onPress={() => desk.chooseFile(fileId)}>
            {t('sheet.pdf')}
          </Button>
        )}
      </p>
    );
  }
  const hindrance = hindranceToSign(service.form, view.texts, view.fields);
  const field = service.form.find((one) => one.id === hindrance);
  return (
    <p className={styles.signature} data-tone={signature ? 'warning' : undefined} data-unsigned>
      {signature && <strong>{t('sheet.void')} </strong>}
      {field ? t('sheet.notYet', { field: localized(field.label) }) : t('sheet.ready')}
    </p>
  );
}
