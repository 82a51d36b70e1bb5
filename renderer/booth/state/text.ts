import { useTranslation } from 'react-i18next';
import type zh from '../../../resources/locales/zh-CN/booth.json';
import { type TechnicianText, useText as useBenchText } from '../../bench/text.ts';
import { type Translate, useCommonText, useErrorText, useTextOf } from '../../ui/i18n.ts';

/** Texts of the booth's own namespace. */
export function useText(): Translate<typeof zh> {
  return useTextOf<typeof zh>('booth');
}

/** Texts of technicians: PIN pad, touch grid, and what stands while one is at work. */
export function useTechnicianText(): TechnicianText {
  return useBenchText();
}

/** Text of a key that came in the state: `errors.…` or a key of the booth's namespace. */
export function useMessage(): (messageKey: string) => string {
  const { t, i18n } = useTranslation('booth');
  const errorText = useErrorText();
  return (messageKey) => (i18n.exists(messageKey, { ns: 'booth' }) ? t(messageKey) : errorText({ messageKey }));
}

const ONE_MINUTE_SECONDS = 60;

/** A wait in words: whole tens of seconds below a minute, whole minutes above; never more exact than an estimate is. */
export function useWaitText(): (seconds: number) => string {
  const common = useCommonText();
  return (seconds) =>
    seconds < ONE_MINUTE_SECONDS
      ? common('seconds', { count: Math.max(10, Math.ceil(seconds / 10) * 10) })
      : common('minutes', { count: Math.ceil(seconds / ONE_MINUTE_SECONDS) });
}
