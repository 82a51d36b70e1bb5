import { useState } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { TextField } from '../../ui/components/Field.tsx';
import { useText } from '../text.ts';
import styles from './ReasonForm.module.css';

export interface ReasonFormProps {
  readonly title: string;
  readonly hint: string;
  readonly send: string;
  readonly busy: boolean;
  readonly onSend: (reason: string) => void;
  readonly onCancel: () => void;
}

/** Asks for the reason of a refusal, in place: nothing rises over a face. */
export function ReasonForm({ title, hint, send, busy, onSend, onCancel }: ReasonFormProps) {
  const t = useText();
  const [reason, setReason] = useState('');
  return (
    <form
      className={styles.reason}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '') onSend(reason.trim());
      }}
    >
      <TextField
        label={`${title} · ${t('case.reason')}`}
        hint={hint}
        value={reason}
        onChange={setReason}
        lines={2}
        maxLength={500}
        autoFocus
      />
      <div className={styles.buttons}>
        <Button type="submit" kind="danger" isDisabled={busy || reason.trim() === ''}>
          {send}
        </Button>
        <Button kind="quiet" onPress={onCancel}>
          {t('case.closeReason')}
        </Button>
      </div>
    </form>
  );
}
