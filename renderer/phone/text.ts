import type { XiaowuError } from '../../contracts/errors.ts';
import en from '../../resources/locales/en/phone.json' with { type: 'json' };
import zh from '../../resources/locales/zh-CN/phone.json' with { type: 'json' };
import { type Texts, type Translate, useErrorText, useTextOf } from '../ui/i18n.ts';

export const phoneTexts: Texts = { 'zh-CN': zh, en };

export type PhoneText = Translate<typeof zh>;

export function useText(): PhoneText {
  return useTextOf<typeof zh>('phone');
}

type OwnCode = keyof typeof zh.errors;

/** Text of an error on the phone: its own words where the place matters, else those that all screens share. */
export function usePhoneError(): (error: XiaowuError, place?: 'booking' | 'slot') => string {
  const t = useText();
  const shared = useErrorText();
  return (error, place) => {
    if (place === 'booking' && (error.code === 'not_found' || error.code === 'wrong_state')) return t('errors.booking');
    if (place === 'slot' && error.code === 'wrong_state') return t('errors.slot');
    if (Object.hasOwn(zh.errors, error.code)) return t(`errors.${error.code as OwnCode}`);
    return shared(error);
  };
}
