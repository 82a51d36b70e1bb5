import { Button } from '../../ui/components/Button.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { X } from '../../ui/icons.ts';
import { useText } from '../text.ts';
import styles from './BoardKeysHelp.module.css';

const ROWS = [
  { keys: ['1'], text: 'now' },
  { keys: ['2'], text: 'history' },
  { keys: ['/'], text: 'filter' },
  { keys: ['Esc'], text: 'clear' },
  { keys: ['D'], text: 'departments' },
  { keys: ['C'], text: 'calls' },
  { keys: ['P'], text: 'people' },
  { keys: ['↑', '↓'], text: 'rows' },
  { keys: ['⇧L', '⇧E', '⇧J'], text: 'watch' },
] as const;

/** What the keys of the board do. */
export function BoardKeysHelp({ onClose }: { onClose: () => void }) {
  const t = useText();
  const common = useCommonText();
  return (
    <section className={styles.help} aria-label={t('board.keys.heading')}>
      <dl className={styles.rows}>
        {ROWS.map(({ keys, text }) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`board.keys.${text}`)}</dd>
          </div>
        ))}
      </dl>
      <Button kind="quiet" icon={<X />} aria-label={common('close')} onPress={onClose} />
    </section>
  );
}
