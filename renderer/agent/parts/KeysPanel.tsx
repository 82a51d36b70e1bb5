import { useEffect, useState } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { X } from '../../ui/icons.ts';
import { ALERTS, type Alert, type Alerts } from '../state/attention.ts';
import { isFixed, isHalf, type KeyRefusal, withKey } from '../state/key-map.ts';
import { DEFAULT_KEYS, KEY_GROUPS, type KeyAction, type KeyGroup, type KeyMap, keyPressOf } from '../state/keys.ts';
import type { PersonalKeys } from '../state/use-personal-keys.ts';
import { useText } from '../text.ts';
import styles from './KeysPanel.module.css';

export interface KeysPanelProps {
  readonly personal: PersonalKeys;
  readonly alerts: Alerts;
  readonly onAlert: (alert: Alert, on: boolean) => void;
  readonly onClose: () => void;
}

/** All keys, in the left column where no face is; each can be changed there. Below, what calls when the page is hidden. */
export function KeysPanel({ personal, alerts, onAlert, onClose }: KeysPanelProps) {
  const t = useText();
  const common = useCommonText();
  const [editing, setEditing] = useState<KeyAction | null>(null);
  const [refusal, setRefusal] = useState<{ action: KeyAction; error: KeyRefusal } | null>(null);
  const { keys, set, isOn, setOn } = personal;
  useCapture(editing, keys, (action, result) => {
    if (result === 'cancelled') setEditing(null);
    else if (result.ok) {
      set(result.value);
      setRefusal(null);
      setEditing(null);
    } else setRefusal({ action, error: result.error });
  });
  const keyText = useKeyText();
  const isChanged = Object.entries(DEFAULT_KEYS).some(([action, key]) => keys[action as KeyAction] !== key);
  return (
    <aside className={styles.help} aria-label={t('keys.heading')} data-capturing={editing !== null || undefined}>
      <h2>
        {t('keys.heading')}
        <Button kind="quiet" icon={<X />} aria-label={common('close')} onPress={onClose} />
      </h2>
      <p className={styles.soft}>{t('keys.how')}</p>
      <label className={styles.check}>
        <input type="checkbox" checked={isOn} onChange={(event) => setOn(event.target.checked)} />
        {t('keys.on')}
      </label>
      {(Object.keys(KEY_GROUPS) as KeyGroup[]).map((group) => (
        <section key={group} aria-label={t(`keys.group.${group}`)}>
          <h3>{t(`keys.group.${group}`)}</h3>
          <ul>
            {KEY_GROUPS[group].map((action) => (
              <li key={action} className={styles.row}>
                <button
                  type="button"
                  className={styles.key}
                  disabled={isFixed(action)}
                  aria-label={t('keys.change', { key: keyText(keys[action]) })}
                  aria-describedby={`key-${action}`}
                  data-key-of={action}
                  onClick={() => {
                    setRefusal(null);
                    setEditing(action);
                  }}
                >
                  <kbd>{editing === action ? t('keys.press') : keyText(keys[action])}</kbd>
                </button>
                <span id={`key-${action}`}>{t(`keys.${action}`)}</span>
                {refusal?.action === action && (
                  <span className={styles.refusal} role="alert">
                    {refusal.error.code === 'taken'
                      ? t('keys.taken', { action: t(`keys.${refusal.error.by}`) })
                      : t('keys.reserved')}
                  </span>
                )}
              </li>
            ))}
            {group === 'case' && (
              <li className={styles.row}>
                <span className={styles.key}>
                  <kbd>1–9</kbd>
                </span>
                <span>{t('keys.chooseCase')}</span>
              </li>
            )}
          </ul>
        </section>
      ))}
      {isChanged && (
        <Button
          kind="secondary"
          onPress={() => {
            set(DEFAULT_KEYS);
            setRefusal(null);
          }}
        >
          {t('keys.reset')}
        </Button>
      )}
      <section aria-label={t('alerts.heading')}>
        <h3>{t('alerts.heading')}</h3>
        {ALERTS.map((alert) => (
          <label key={alert} className={styles.check}>
            <input type="checkbox" checked={alerts[alert]} onChange={(event) => onAlert(alert, event.target.checked)} />
            {t(`alerts.${alert}`)}
          </label>
        ))}
      </section>
    </aside>
  );
}

type Captured = ReturnType<typeof withKey> | 'cancelled';

/** While an action waits for its new key, every press is that key; Escape leaves it as it was. */
function useCapture(
  editing: KeyAction | null,
  keys: KeyMap,
  onKey: (action: KeyAction, result: Captured) => void,
): void {
  useEffect(() => {
    if (editing === null) return;
    const listen = (event: KeyboardEvent) => {
      if (isHalf(event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      onKey(editing, event.key === 'Escape' ? 'cancelled' : withKey(keys, editing, keyPressOf(event)));
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  });
}

function useKeyText(): (key: string) => string {
  const t = useText();
  return (key) => {
    if (key === 'Enter') return t('keys.enter');
    if (key === 'Escape') return t('keys.escape');
    return key.startsWith('Shift+') ? `⇧ ${key.slice('Shift+'.length)}` : key.toUpperCase();
  };
}
