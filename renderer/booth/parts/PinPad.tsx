import { useEffect, useReducer } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { useRemainingMs } from '../../ui/components/RingCountdown.tsx';
import { Sheet } from '../../ui/components/Sheet.tsx';
import { useErrorText } from '../../ui/i18n.ts';
import { useBooth } from '../state/context.ts';
import { emptyPinEntry, enteredDigits, type PinEntry, reducePinEntry } from '../state/pin-entry.ts';
import { useTechnicianText } from '../state/text.ts';
import styles from './PinPad.module.css';

/** Left alone for so long, the pad is gone and the screen is the citizen's again. */
const IDLE_MS = 60_000;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const PLACES = [1, 2, 3, 4, 5, 6] as const;

/** PIN and one-time code. Digits are never shown, neither on the keys pressed nor in the field. */
export function PinPad({ onClose }: { onClose: () => void }) {
  const { state, unlock } = useBooth();
  const t = useTechnicianText();
  const [entry, tell] = useReducer(reducePinEntry, emptyPinEntry);
  const { stage, pin, code } = entry;
  const isShut = stage === 'checking' || stage === 'waiting';
  const remainingMs = useRemainingMs(entry.waitUntilMs);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each digit begins the time anew
  useEffect(() => {
    const timer = setTimeout(onClose, IDLE_MS);
    return () => clearTimeout(timer);
  }, [entry, onClose]);

  useEffect(() => {
    if (stage !== 'checking') return;
    let isLeft = false;
    void unlock(pin, code).then((answer) => {
      if (isLeft) return;
      if (answer.ok) onClose();
      else tell({ type: 'refused', error: answer.error, nowMs: Date.now() });
    });
    return () => {
      isLeft = true;
    };
  }, [stage, pin, code, unlock, onClose]);

  const isWaitOver = stage === 'waiting' && entry.waitUntilMs !== null && Date.now() >= entry.waitUntilMs;
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever the time left changes
  useEffect(() => {
    if (isWaitOver) tell({ type: 'waited' });
  }, [isWaitOver, remainingMs]);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (/^\d$/.test(event.key)) tell({ type: 'digit', digit: event.key });
      else if (event.key === 'Backspace') tell({ type: 'delete' });
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  const entered = enteredDigits(entry);
  const key = (digit: string) => (
    <Button key={digit} isDisabled={isShut} data-key={digit} onPress={() => tell({ type: 'digit', digit })}>
      {digit}
    </Button>
  );
  return (
    <Sheet isOpen onClose={onClose} title={t('pin.title')}>
      <div className={styles.pad} data-pin-pad={stage}>
        <p className={styles.ask}>
          {stage === 'checking' ? t('pin.checking') : t(stage === 'code' ? 'pin.code' : 'pin.pin')}
        </p>
        <div className={styles.dots} role="img" aria-label={t('pin.entered', { count: entered })}>
          {PLACES.map((place) => (
            <span key={place} data-filled={place <= entered} />
          ))}
        </div>
        <div className={styles.words}>
          <Words entry={entry} remainingMs={remainingMs} isVisit={state.visit !== null} />
        </div>
        <fieldset className={styles.keys} aria-label={t('pin.keys')}>
          {KEYS.map(key)}
          <Button kind="quiet" data-key="cancel" onPress={onClose}>
            {t('pin.cancel')}
          </Button>
          {key('0')}
          <Button kind="quiet" isDisabled={isShut} data-key="delete" onPress={() => tell({ type: 'delete' })}>
            {t('pin.delete')}
          </Button>
        </fieldset>
      </div>
    </Sheet>
  );
}

/** What stands under the field: what went wrong, how long to wait, or what is asked for. */
function Words({ entry, remainingMs, isVisit }: { entry: PinEntry; remainingMs: number; isVisit: boolean }) {
  const t = useTechnicianText();
  const errorText = useErrorText();
  const { stage, problem } = entry;
  if (stage === 'waiting') {
    return <Notice tone="warning">{t('pin.wait', { count: Math.ceil(remainingMs / 1000) })}</Notice>;
  }
  if (problem === 'wrong') return <Notice tone="error">{t('pin.wrong')}</Notice>;
  if (problem === 'unknown') return <Notice tone="warning">{t('pin.unknown')}</Notice>;
  if (problem !== null) {
    const text =
      problem.code === 'rate_limited' ? t('pin.waitUnknown') : t('pin.failed', { reason: errorText(problem) });
    return (
      <Notice tone="error">
        {text} XW-{problem.support}
      </Notice>
    );
  }
  if (stage === 'code') return <p>{t('pin.codeText')}</p>;
  return isVisit ? <p>{t('pin.duringVisit')}</p> : null;
}
