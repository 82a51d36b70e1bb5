import { useState } from 'react';
import type { Mailing as MailingDetails } from '../../../contracts/domain/visit.ts';
import { Button } from '../../ui/components/Button.tsx';
import { TextField } from '../../ui/components/Field.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { ArrowLeft, Smartphone } from '../../ui/icons.ts';
import { CallStage } from '../parts/CallStage.tsx';
import { Keyboard } from '../parts/Keyboard.tsx';
import { Scene } from '../parts/Scene.tsx';
import { useBooth } from '../state/context.ts';
import { clip, MAILING_FIELDS, type MailingField, mailingErrors, trimmed } from '../state/mailing-form.ts';
import { useText } from '../state/text.ts';
import styles from './Mailing.module.css';

const EMPTY: MailingDetails = { recipient: '', phone: '', address: '' };
const ERROR_KEYS = {
  recipient: 'mailing.errorRecipient',
  phone: 'mailing.errorPhone',
  address: 'mailing.errorAddress',
} as const;

/** Where things are posted to. What the phone filled in meanwhile comes up here; the talk goes on above. */
export function Mailing() {
  const { state, send } = useBooth();
  const t = useText();
  const common = useCommonText();
  const given = state.visit?.mailing;
  const [typed, setTyped] = useState<Partial<MailingDetails>>({});
  const [current, setCurrent] = useState<MailingField>('recipient');
  const [checked, setChecked] = useState(false);
  const form = { ...EMPTY, ...given, ...typed };
  const wrong = mailingErrors(form);
  const change = (field: MailingField, text: string) => setTyped({ ...typed, [field]: clip(field, text) });
  const give = () => {
    setChecked(true);
    const [first] = wrong;
    if (first) setCurrent(first);
    else send({ type: 'give-mailing', mailing: trimmed(form) });
  };
  return (
    <Scene
      {...(state.call ? { picture: <CallStage paper={false} compact /> } : {})}
      question={t('mailing.title')}
      actions={
        <Button kind="primary" wide data-action="give-mailing" onPress={give}>
          {t('mailing.give')}
        </Button>
      }
      leave={
        <Button kind="quiet" icon={<ArrowLeft aria-hidden />} data-action="back" onPress={() => send({ type: 'back' })}>
          {common('back')}
        </Button>
      }
    >
      <p className={styles.hint}>
        <Smartphone aria-hidden />
        {state.visit?.phoneConnected ? t('mailing.phoneText') : t('mailing.agentText')}
      </p>
      <div className={styles.form}>
        {MAILING_FIELDS.map((field) => (
          <TextField
            key={field}
            className={styles[field]}
            label={t(`mailing.${field}`)}
            value={form[field]}
            inputMode="none"
            onChange={(text) => change(field, text)}
            onFocus={() => setCurrent(field)}
            error={checked && wrong.includes(field) ? t(ERROR_KEYS[field]) : undefined}
            data-field={field}
          />
        ))}
      </div>
      <Keyboard
        layout={current === 'phone' ? 'digits' : 'letters'}
        onText={(text) => change(current, form[current] + text)}
        onDelete={() => change(current, [...form[current]].slice(0, -1).join(''))}
        onClear={() => change(current, '')}
      />
    </Scene>
  );
}
