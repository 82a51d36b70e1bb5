import { useEffect, useRef, useState } from 'react';
import { classes } from '../../ui/classes.ts';
import { Button } from '../../ui/components/Button.tsx';
import { ChevronRight, Copy, Type } from '../../ui/icons.ts';
import type { Script } from '../state/use-script.ts';
import { useText } from '../text.ts';
import styles from './ScriptBox.module.css';

/** Words for the moment: all lines in order, the next one marked. A line is copied, or laid large under the camera. */
export function ScriptBox({ script }: { script: Script }) {
  const t = useText();
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const { moment, moments, lines, index, isLarge } = script;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another line is another thing to copy
  useEffect(() => {
    setCopied(null);
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }, [moment, index]);
  return (
    <section className={styles.script} aria-label={t('script.heading')}>
      <div className={styles.moments} role="toolbar" aria-label={t('script.moments')}>
        {moments.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === moment}
            className={classes(styles.moment, one === moment && styles.now)}
            onClick={() => script.choose(one)}
          >
            {t(`script.moment.${one}`)}
          </button>
        ))}
      </div>
      <ol className={styles.lines} ref={list}>
        {lines.map((line, at) => (
          <li key={line}>
            <button
              type="button"
              className={classes(styles.line, at === index && styles.next, at < index && styles.said)}
              aria-current={at === index ? 'step' : undefined}
              onClick={() => script.at(at)}
            >
              {line}
            </button>
          </li>
        ))}
      </ol>
      <div className={styles.deeds}>
        <span role="status" className={styles.status}>
          {copied === null ? t('script.count', { at: index + 1, of: lines.length }) : t(`script.copied.${copied}`)}
        </span>
        <Button
          kind="quiet"
          icon={<Copy />}
          data-script-copy
          onPress={() => void script.copy()?.then((isCopied) => setCopied(isCopied ? 'yes' : 'no'))}
        >
          {t('script.copy')}
        </Button>
        <Button kind="quiet" icon={<Type />} aria-pressed={isLarge} onPress={script.toggleLarge}>
          {t(isLarge ? 'script.small' : 'script.large')}
        </Button>
        <Button kind="quiet" icon={<ChevronRight />} data-script-next onPress={script.next}>
          {t('script.next')}
        </Button>
      </div>
    </section>
  );
}

/** The line large, right under the camera: read there, the eyes stay with the citizen. */
export function Prompter({ script }: { script: Script }) {
  const t = useText();
  if (!script.isLarge || script.line === null) return null;
  return (
    <section className={styles.prompter} aria-label={t('script.prompter')}>
      <p>{script.line}</p>
    </section>
  );
}
