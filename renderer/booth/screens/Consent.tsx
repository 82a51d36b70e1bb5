import { Button } from '../../ui/components/Button.tsx';
import { FileText, LogOut, ShieldCheck, UserRound } from '../../ui/icons.ts';
import { Scene } from '../parts/Scene.tsx';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';
import styles from './Consent.module.css';

const POINTS = [
  { key: 'person', Icon: UserRound },
  { key: 'use', Icon: FileText },
  { key: 'wipe', Icon: ShieldCheck },
] as const;

/** What the citizen agrees to, in three sentences. */
export function Consent() {
  const { send } = useBooth();
  const t = useText();
  return (
    <Scene
      question={t('consent.title')}
      actions={
        <Button kind="primary" wide tall data-action="agree" onPress={() => send({ type: 'consent', agreed: true })}>
          {t('consent.agree')}
        </Button>
      }
      leave={
        <Button
          kind="quiet"
          icon={<LogOut aria-hidden />}
          data-action="disagree"
          onPress={() => send({ type: 'consent', agreed: false })}
        >
          {t('consent.disagree')}
        </Button>
      }
    >
      <ul className={styles.points}>
        {POINTS.map(({ key, Icon }) => (
          <li key={key}>
            <span className={styles.icon}>
              <Icon aria-hidden />
            </span>
            {t(`consent.${key}`)}
          </li>
        ))}
      </ul>
    </Scene>
  );
}
