import { type Dispatch, type SetStateAction, useState } from 'react';
import type { WaitChoice } from '../../../contracts/domain/call.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { BoothIntent, BoothState } from '../../../contracts/ipc/booth-state.ts';
import { Button } from '../../ui/components/Button.tsx';
import { TextField } from '../../ui/components/Field.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { ArrowLeft, Clock } from '../../ui/icons.ts';
import { CodePad } from '../parts/CodePad.tsx';
import { Keyboard } from '../parts/Keyboard.tsx';
import { Scene } from '../parts/Scene.tsx';
import { SlotPicker } from '../parts/SlotPicker.tsx';
import { useBooth } from '../state/context.ts';
import {
  clipMessage,
  clipPhone,
  type Draft,
  isPhone,
  isWrongPhone,
  MESSAGE_CHARS,
  type Slot,
} from '../state/instead-form.ts';
import { useText } from '../state/text.ts';
import { useWaiting } from '../state/waiting.ts';
import { useWhen } from '../state/when.ts';
import styles from './Instead.module.css';

type Progress = NonNullable<BoothState['instead']>;
type Given = Extract<BoothIntent, { type: 'give-instead' }>['given'];

const PHONE_GROUPS = [3, 4, 4] as const;
const LINE_ERRORS: readonly string[] = ['disconnected', 'timeout'];
const MESSAGE_LINES = 4;

export interface InsteadProps {
  readonly instead: Progress;
  readonly draft: Draft;
  readonly onDraft: Dispatch<SetStateAction<Draft>>;
}

/** One choice instead of waiting. What is typed outlives a refusal, and the place in the line is kept meanwhile. */
export function Instead(props: InsteadProps) {
  switch (props.instead.choice) {
    case 'call-back':
      return <CallBack {...props} />;
    case 'message':
      return <Message {...props} />;
    case 'appointment':
      return <Appointment {...props} />;
  }
}

function CallBack({ instead, draft, onDraft }: InsteadProps) {
  const t = useText();
  const { phone } = draft;
  const isSending = instead.phase === 'sending';
  return (
    <Choosing
      instead={instead}
      given={isPhone(phone) ? { choice: 'call-back', phone } : null}
      giveText={t('instead.give.call-back')}
    >
      <CodePad
        value={phone}
        groups={PHONE_GROUPS}
        label={t('instead.entered', { count: phone.length })}
        isDisabled={isSending}
        onChange={(text) => onDraft((known) => ({ ...known, phone: clipPhone(text) }))}
      />
      <p className={styles.check} aria-live="polite">
        {isWrongPhone(phone) ? t('instead.phoneWrong') : ''}
      </p>
    </Choosing>
  );
}

function Message({ instead, draft, onDraft }: InsteadProps) {
  const t = useText();
  const [current, setCurrent] = useState<keyof Draft>('text');
  const [isChecked, setChecked] = useState(false);
  const { phone, text } = draft;
  const isEmpty = text.trim() === '';
  const isWhole = !isEmpty && isPhone(phone);
  const change = (field: keyof Draft, value: string) =>
    onDraft((known) => ({ ...known, [field]: field === 'phone' ? clipPhone(value) : clipMessage(value) }));
  const mayType = instead.phase !== 'sending';
  return (
    <Choosing
      instead={instead}
      given={isWhole ? { choice: 'message', phone, text: text.trim() } : null}
      giveText={t('instead.give.message')}
      onWrong={() => {
        setChecked(true);
        setCurrent(isEmpty ? 'text' : 'phone');
      }}
    >
      <div className={styles.fields}>
        <TextField
          label={t('instead.messageField')}
          lines={MESSAGE_LINES}
          value={text}
          inputMode="none"
          maxLength={MESSAGE_CHARS}
          isDisabled={!mayType}
          onChange={(value) => change('text', value)}
          onFocus={() => setCurrent('text')}
          hint={t('instead.left', { count: MESSAGE_CHARS - text.length })}
          error={isChecked && isEmpty ? t('instead.messageEmpty') : undefined}
          data-field="message"
        />
        <TextField
          label={t('instead.phone')}
          value={phone}
          inputMode="none"
          isDisabled={!mayType}
          onChange={(value) => change('phone', value)}
          onFocus={() => setCurrent('phone')}
          error={isWrongPhone(phone) || (isChecked && !isPhone(phone)) ? t('instead.phoneWrong') : undefined}
          data-field="phone"
        />
      </div>
      <Keyboard
        layout={current === 'phone' ? 'digits' : 'letters'}
        onText={(typed) => mayType && change(current, draft[current] + typed)}
        onDelete={() => mayType && change(current, [...draft[current]].slice(0, -1).join(''))}
        onClear={() => mayType && change(current, '')}
      />
    </Choosing>
  );
}

function Appointment({ instead }: InsteadProps) {
  const t = useText();
  const when = useWhen();
  const [chosen, setChosen] = useState<Slot | null>(null);
  const { slots, error } = instead;
  // An hour that somebody else took meanwhile is gone from the list.
  const given = slots?.find(({ day, time }) => day === chosen?.day && time === chosen.time) ?? null;
  return (
    <Choosing
      instead={instead}
      given={given && { choice: 'appointment', ...given }}
      giveText={given ? t('instead.give.appointment', { when: when.slot(given.day, given.time) }) : t('instead.pick')}
    >
      {slots === null && <p aria-live="polite">{t('instead.loading')}</p>}
      {slots?.length === 0 && !error && <p>{t('instead.noSlots')}</p>}
      {slots && slots.length > 0 && (
        <SlotPicker slots={slots} chosen={given} isDisabled={instead.phase === 'sending'} onChoose={setChosen} />
      )}
    </Choosing>
  );
}

interface ChoosingProps {
  readonly instead: Progress;
  /** What is sent; null while it is not whole. */
  readonly given: Given | null;
  readonly giveText: string;
  /** Pressed too early: says what is missing. Left out, the button waits until all is there. */
  readonly onWrong?: () => void;
  readonly children: React.ReactNode;
}

/** What the three have in common: the line that goes on, a refusal in words, sending, and the way back to waiting. */
function Choosing({ instead, given, giveText, onWrong, children }: ChoosingProps) {
  const { state, send } = useBooth();
  const t = useText();
  const { place, expected } = useWaiting(state.call);
  const { choice, phase, error } = instead;
  const isSending = phase === 'sending';
  const errorText = useInsteadError()(choice, instead, error);
  const press = () => {
    if (given) send({ type: 'give-instead', given });
    else onWrong?.();
  };
  return (
    <Scene
      question={t(`instead.title.${choice}`)}
      text={t(`instead.text.${choice}`)}
      actions={
        <Button
          kind="primary"
          wide
          tall
          isDisabled={isSending || (given === null && onWrong === undefined)}
          data-action="give-instead"
          onPress={press}
        >
          {isSending ? t('instead.sending') : giveText}
        </Button>
      }
      leave={
        <Button
          kind="quiet"
          icon={<ArrowLeft aria-hidden />}
          isDisabled={isSending}
          data-action="back-to-line"
          onPress={() => send({ type: 'close-instead' })}
        >
          {t('instead.backToLine')}
        </Button>
      }
    >
      <p className={styles.line} aria-live="polite">
        <Clock aria-hidden />
        <span>
          {t('instead.still', { where: expected === null ? place : `${place}${t('instead.comma')}${expected}` })}
        </span>
      </p>
      {errorText !== null && <Notice tone="warning">{errorText}</Notice>}
      {children}
    </Scene>
  );
}

function useInsteadError() {
  const t = useText();
  return (choice: WaitChoice, { slots }: Progress, error: XiaowuError | undefined): string | null => {
    if (!error) return null;
    if (LINE_ERRORS.includes(error.code)) return t('instead.error.line');
    if (choice === 'appointment' && slots?.length === 0) return t('instead.error.slots');
    return t(`instead.error.${choice}`);
  };
}
