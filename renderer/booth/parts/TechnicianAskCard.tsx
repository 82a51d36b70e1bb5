import { useState } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { ShieldCheck } from '../../ui/icons.ts';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';
import { RisingCard } from './RisingCard.tsx';
import styles from './TechnicianAskCard.module.css';

/** A technician wants to look at the machines from afar while a citizen is inside: who, what they will see, yes or no. */
export function TechnicianAskCard({ displayName }: { displayName: string }) {
  const { send } = useBooth();
  const t = useText();
  const [answered, setAnswered] = useState(false);
  const answer = (agreed: boolean) => {
    setAnswered(true);
    send({ type: 'answer-ask', agreed });
  };
  return (
    <RisingCard
      label={t('ask.technicianTitle')}
      picture={<ShieldCheck className={styles.mark} aria-hidden />}
      from={<span>{t('ask.technicianFrom', { name: displayName })}</span>}
      title={t('ask.technicianTitle')}
      text={t('ask.technicianText')}
      actions={
        <>
          <Button kind="secondary" tall isDisabled={answered} data-action="ask-no" onPress={() => answer(false)}>
            {t('ask.technicianNo')}
          </Button>
          <Button kind="primary" tall isDisabled={answered} data-action="ask-yes" onPress={() => answer(true)}>
            {t('ask.technicianYes')}
          </Button>
        </>
      }
    />
  );
}
