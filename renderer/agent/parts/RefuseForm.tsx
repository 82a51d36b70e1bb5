import { useState } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { TextField } from '../../ui/components/Field.tsx';
import { useLocalized } from '../../ui/i18n.ts';
import { useText } from '../text.ts';
import { Pills } from './Pills.tsx';
import styles from './ReasonForm.module.css';
import { useCatalogue } from './use-catalogue.ts';

/** The reason that says nothing by itself. */
const OTHER = 'other';

export interface RefuseFormProps {
  readonly title: string;
  readonly busy: boolean;
  readonly onSend: (reasonCode: string, words: string | undefined) => void;
  readonly onCancel: () => void;
}

/** Why a paper is refused: one reason of the list, whose cure the citizen is told, and words beside it. */
export function RefuseForm({ title, busy, onSend, onCancel }: RefuseFormProps) {
  const t = useText();
  const localized = useLocalized();
  const { catalogue } = useCatalogue();
  const [code, setCode] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const reason = catalogue.refusalReasons?.find((one) => one.code === code);
  const isComplete = reason !== undefined && (code !== OTHER || words.trim() !== '');
  return (
    <form
      className={styles.reason}
      data-refuse-form
      onSubmit={(event) => {
        event.preventDefault();
        if (reason && isComplete) onSend(reason.code, words.trim() || undefined);
      }}
    >
      <Pills
        label={`${title} · ${t('case.reason')}`}
        value={code}
        choices={(catalogue.refusalReasons ?? []).map((one) => ({ value: one.code, label: localized(one.label) }))}
        onChange={setCode}
      />
      <TextField
        label={t('papers.refuseWords')}
        hint={reason ? t('papers.refuseCure', { cure: localized(reason.cure) }) : t('case.refuseHint')}
        value={words}
        onChange={setWords}
        lines={2}
        maxLength={500}
      />
      <div className={styles.buttons}>
        <Button type="submit" kind="danger" isDisabled={busy || !isComplete}>
          {t('case.refuseSend')}
        </Button>
        <Button kind="quiet" onPress={onCancel}>
          {t('case.closeReason')}
        </Button>
      </div>
    </form>
  );
}
