import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ERROR_TABLE } from '../../contracts/errors.ts';
import en from '../../resources/locales/en/technician.json' with { type: 'json' };
import zh from '../../resources/locales/zh-CN/technician.json' with { type: 'json' };
import { type Texts, type Translate, useErrorText, useTextOf } from '../ui/i18n.ts';

export const technicianTexts: Texts = { 'zh-CN': zh, en };

export type TechnicianText = Translate<typeof zh>;

export function useText(): TechnicianText {
  return useTextOf<typeof zh>('technician');
}

/** Text of a name that comes from outside (an evidence, a check): the name itself where the locale has no word for it. */
export function useWordOf(): (prefix: string, name: string) => string {
  const { t, i18n } = useTranslation('technician');
  return useCallback(
    (prefix, name) => {
      // Names hold dots, which part keys elsewhere: the locale writes them with a hyphen.
      const key = `${prefix}.${name.replaceAll('.', '-')}`;
      return i18n.exists(key, { ns: 'technician' }) ? t(key) : name;
    },
    [t, i18n],
  );
}

/** What a failure is for a technician: why, and what to do. Where a technician needs no other words, the citizen's. */
export function useFailureText(): (code: string) => string {
  const { t, i18n } = useTranslation('technician');
  const errorText = useErrorText();
  return (code) => {
    const key = `failure.${code}`;
    return i18n.exists(key, { ns: 'technician' }) ? t(key) : errorText({ messageKey: `errors.${code}` });
  };
}

/** Support number of a fault's code, when it is one of the house's table. */
export function supportNumberOf(code: string): number | null {
  return Object.hasOwn(ERROR_TABLE, code) ? ERROR_TABLE[code as keyof typeof ERROR_TABLE].support : null;
}
