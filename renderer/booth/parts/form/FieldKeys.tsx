import type { FormField } from '../../../../contracts/domain/catalogue.ts';
import { MAX_ANSWER_CHARS } from '../../../../contracts/domain/form-rules.ts';
import type { FormReplica } from '../../../form/replica.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { useLocalized } from '../../../ui/i18n.ts';
import { Smartphone } from '../../../ui/icons.ts';
import { dateTyped, keysOf } from '../../state/booth-forms.ts';
import { useText } from '../../state/text.ts';
import { Keyboard } from '../Keyboard.tsx';
import styles from './form.module.css';

/** What a hand can put into the chosen field at this screen. */
export function FieldKeys({ field, text, replica }: { field: FormField; text: string; replica: FormReplica }) {
  const t = useText();
  const localized = useLocalized();
  const keys = keysOf(field);
  const put = (after: string) => replica.type(field.id, after.slice(0, MAX_ANSWER_CHARS), after.length);
  if (keys === 'choices') {
    const choices =
      field.kind === 'boolean'
        ? [
            { id: 'true', label: t('form.yes') },
            { id: 'false', label: t('form.no') },
          ]
        : (field.choices ?? []).map((choice) => ({ id: choice.id, label: localized(choice.label) }));
    return (
      <fieldset className={styles.choices} aria-label={localized(field.label)}>
        {choices.map((choice) => (
          <Button
            key={choice.id}
            wide
            kind={choice.id === text ? 'primary' : 'secondary'}
            aria-pressed={choice.id === text}
            data-choice={choice.id}
            onPress={() => put(choice.id)}
          >
            {choice.label}
          </Button>
        ))}
      </fieldset>
    );
  }
  return (
    <>
      {keys === 'letters' && (
        <p className={styles.hint}>
          <Smartphone aria-hidden />
          {t('form.chinese')}
        </p>
      )}
      {keys === 'date' && <p className={styles.hint}>{t('form.date')}</p>}
      <Keyboard
        layout={keys === 'letters' ? 'letters' : 'digits'}
        onText={(key) => put(keys === 'date' ? dateTyped(text, key) : text + key)}
        onDelete={() =>
          put(keys === 'date' ? dateTyped(text.replace(/\D/g, '').slice(0, -1), '') : [...text].slice(0, -1).join(''))
        }
        onClear={() => put('')}
      />
      {field.kind === 'amount' && (
        <Button data-action="point" onPress={() => put(`${text}.`)}>
          {t('form.point')}
        </Button>
      )}
    </>
  );
}
