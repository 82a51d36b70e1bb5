import { useState } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { Card } from '../../ui/components/Card.tsx';
import { Face } from '../parts/Face.tsx';
import { Scene } from '../parts/Scene.tsx';
import { useBooth, useNames } from '../state/context.ts';
import { unratedCases } from '../state/screen.ts';
import { useText } from '../state/text.ts';
import styles from './Rating.module.css';

const LEVELS = [5, 4, 3, 2, 1] as const;

/** Five levels for one case at a time, best first, each a word with its face. */
export function Rating() {
  const { state, send } = useBooth();
  const { serviceName, departmentName } = useNames();
  const t = useText();
  const [sent, setSent] = useState<{ caseId: string; level: number } | null>(null);
  const [current] = unratedCases(state);
  if (!current) return null;
  const rateable = state.visit?.cases.filter((each) => each.state !== 'withdrawn') ?? [];
  const index = rateable.indexOf(current) + 1;
  const pending = sent?.caseId === current.id;
  return (
    <Scene
      question={t('rating.title')}
      actions={
        <div className={styles.levels}>
          {LEVELS.map((level) => (
            <Button
              key={level}
              className={styles.level}
              icon={<Face level={level} />}
              isDisabled={pending && sent?.level !== level}
              data-action={`rate-${level}`}
              onPress={() => {
                if (pending) return;
                setSent({ caseId: current.id, level });
                send({ type: 'rate', caseId: current.id, level });
              }}
            >
              {t(`rating.${level}`)}
            </Button>
          ))}
        </div>
      }
      leave={
        <Button kind="quiet" data-action="skip-rating" onPress={() => send({ type: 'skip-rating' })}>
          {t('rating.skip')}
        </Button>
      }
    >
      <Card tone="sunken" className={styles.case}>
        {rateable.length > 1 && <span className={styles.of}>{t('rating.of', { index, total: rateable.length })}</span>}
        <span className={styles.name}>{serviceName(current.serviceId)}</span>
        <span>{departmentName(current.departmentId)}</span>
      </Card>
      <p>{t('rating.private')}</p>
    </Scene>
  );
}
