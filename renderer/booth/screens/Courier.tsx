import { useEffect, useState } from 'react';
import type { BoothState } from '../../../contracts/ipc/booth-state.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { useRemainingMs } from '../../ui/components/RingCountdown.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { ArrowLeft } from '../../ui/icons.ts';
import { CodePad } from '../parts/CodePad.tsx';
import { LockerDrawing, type LockerPhase } from '../parts/LockerDrawing.tsx';
import { Scene } from '../parts/Scene.tsx';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';
import styles from './Courier.module.css';

type Progress = NonNullable<BoothState['courier']>;

/** Errors with words of their own here: who stands before the locker has no agent to ask. */
const ERRORS = [
  'token_invalid',
  'token_used',
  'token_expired',
  'rate_limited',
  'booth_offline',
  'device_offline',
  'device_busy',
  'not_opened',
  'left_open',
  'compartment_full',
  'item_missing',
] as const;

/** The line is down, in whatever words the link says it. */
const LINE_ERRORS: readonly string[] = ['disconnected', 'timeout', 'booth_offline'];

function useCourierError(): (error: Progress['error']) => string | null {
  const t = useText();
  return (error) => {
    if (!error) return null;
    if (LINE_ERRORS.includes(error.code)) return t('courier.error.booth_offline');
    const known = ERRORS.find((code) => code === error.code);
    return t(`courier.error.${known ?? 'other'}`);
  };
}

/** Taking a parcel out: a code, then what the sensors say of its compartment. */
export function Courier() {
  const { state } = useBooth();
  const courier = state.courier ?? { phase: 'code', compartment: null, parcelNumber: null };
  if (courier.phase === 'code' || courier.phase === 'checking') return <CodeStep courier={courier} />;
  return <DoorStep courier={courier} />;
}

const DIGITS = 8;
const GROUPS = [4, 4] as const;

function CodeStep({ courier }: { courier: Progress }) {
  const { send } = useBooth();
  const t = useText();
  const errorText = useCourierError()(courier.error);
  const [code, setCode] = useState('');
  const isChecking = courier.phase === 'checking';
  const seconds = Math.ceil(useRemainingMs(courier.waitUntil ?? null) / 1000);

  // What was checked is not shown again: the next code begins anew.
  useEffect(() => {
    if (!isChecking) setCode('');
  }, [isChecking]);

  const change = (next: string) => {
    const digits = next.slice(0, DIGITS);
    setCode(digits);
    if (digits.length === DIGITS) send({ type: 'courier-code', code: digits });
  };
  return (
    <Scene question={isChecking ? t('courier.checking') : t('courier.title')} text={t('courier.text')} leave={<Back />}>
      <div className={styles.news}>
        {errorText !== null && !isChecking && (
          <Notice tone="warning">
            {errorText} {seconds > 0 && t('courier.wait', { count: seconds })}
          </Notice>
        )}
      </div>
      <CodePad
        value={code}
        groups={GROUPS}
        label={t('courier.entered', { count: code.length })}
        isDisabled={isChecking || courier.waitUntil !== undefined || code.length === DIGITS}
        onChange={change}
      />
    </Scene>
  );
}

function DoorStep({ courier }: { courier: Progress }) {
  const { send, state } = useBooth();
  const t = useText();
  const errorText = useCourierError()(courier.error);
  const { phase, compartment, parcelNumber } = courier;
  const shown = phase === 'opening' || phase === 'open' || phase === 'done' ? phase : 'failed';
  const number = parcelNumber ?? '';
  const text = {
    opening: () => t('courier.openingText'),
    open: () => t('courier.openText', { number }),
    done: () => t('courier.doneText', { number }),
    failed: () => errorText ?? t('courier.error.other'),
  }[shown]();
  const mayRetry = shown === 'failed' && state.withdrawn.every((each) => each.function !== 'locker');
  return (
    <Scene
      {...(compartment === null ? {} : { picture: <Drawing compartment={compartment} phase={shown} /> })}
      question={t(`courier.${shown}`, { compartment: compartment ?? 0 })}
      text={text}
      leave={<Back />}
      {...(mayRetry
        ? {
            actions: (
              <Button kind="primary" wide tall data-action="again" onPress={() => send({ type: 'open-courier' })}>
                {t('courier.again')}
              </Button>
            ),
          }
        : {})}
    >
      {shown === 'open' && errorText !== null && <Notice tone="warning">{errorText}</Notice>}
    </Scene>
  );
}

function Drawing({ compartment, phase }: { compartment: number; phase: 'opening' | 'open' | 'done' | 'failed' }) {
  const drawn: LockerPhase = phase === 'done' ? 'closed' : phase;
  return (
    <div className={styles.locker}>
      <LockerDrawing compartment={compartment} phase={drawn} out />
    </div>
  );
}

function Back() {
  const { send } = useBooth();
  const common = useCommonText();
  return (
    <Button kind="quiet" icon={<ArrowLeft aria-hidden />} data-action="back" onPress={() => send({ type: 'back' })}>
      {common('back')}
    </Button>
  );
}
