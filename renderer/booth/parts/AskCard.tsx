import { useState } from 'react';
import type { Ask } from '../../../contracts/ipc/booth-state.ts';
import { Button } from '../../ui/components/Button.tsx';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { useBooth, useNames } from '../state/context.ts';
import { useText } from '../state/text.ts';
import { LockerDrawing } from './LockerDrawing.tsx';
import { RisingCard } from './RisingCard.tsx';
import { TechnicianAskCard } from './TechnicianAskCard.tsx';

/** What somebody asks of the citizen: who, what, why, yes or no. */
export function AskCard({ ask }: { ask: Ask }) {
  return ask.kind === 'technician' ? <TechnicianAskCard displayName={ask.displayName} /> : <LockerAskCard ask={ask} />;
}

function LockerAskCard({ ask }: { ask: Extract<Ask, { kind: 'locker' }> }) {
  const { send } = useBooth();
  const { departmentName } = useNames();
  const t = useText();
  const [answered, setAnswered] = useState(false);
  const answer = (agreed: boolean) => {
    setAnswered(true);
    send({ type: 'answer-ask', agreed });
  };
  const { compartment } = ask.parcel;
  return (
    <RisingCard
      label={t('ask.lockerTitle', { compartment })}
      picture={<LockerDrawing compartment={compartment} phase="asked" />}
      from={
        <>
          <StateBadge state="active">{departmentName(ask.agent.departmentId)}</StateBadge>
          <span>{t('ask.from', { name: ask.agent.displayName })}</span>
        </>
      }
      title={t('ask.lockerTitle', { compartment })}
      text={t('ask.lockerText')}
      actions={
        <>
          <Button kind="secondary" tall isDisabled={answered} data-action="ask-no" onPress={() => answer(false)}>
            {t('ask.no')}
          </Button>
          <Button kind="primary" tall isDisabled={answered} data-action="ask-yes" onPress={() => answer(true)}>
            {t('ask.yes')}
          </Button>
        </>
      }
    />
  );
}
