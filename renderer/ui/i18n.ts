import i18next, { type i18n, type TOptions } from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language, Localized } from '../../contracts/domain/language.ts';
import enCommon from '../../resources/locales/en/common.json' with { type: 'json' };
import enErrors from '../../resources/locales/en/errors.json' with { type: 'json' };
import zhCommon from '../../resources/locales/zh-CN/common.json' with { type: 'json' };
import zhErrors from '../../resources/locales/zh-CN/errors.json' with { type: 'json' };

export const LANGUAGES: readonly Language[] = ['zh-CN', 'en'];

/** The texts of one namespace in every language. */
export type Texts = Readonly<Record<Language, object>>;

/**
 * Starts i18next with `common`, `errors` and the audience's own namespaces, which it imports as JSON:
 * `startI18n('zh-CN', { agent: { 'zh-CN': zh, en } })`.
 */
export async function startI18n(language: Language, namespaces: Readonly<Record<string, Texts>>): Promise<i18n> {
  const all: Record<string, Texts> = {
    common: { 'zh-CN': zhCommon, en: enCommon },
    errors: { 'zh-CN': zhErrors, en: enErrors },
    ...namespaces,
  };
  const resources = Object.fromEntries(
    LANGUAGES.map((each) => [each, Object.fromEntries(Object.entries(all).map(([ns, texts]) => [ns, texts[each]]))]),
  );
  const instance = i18next.createInstance();
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-CN',
    resources,
    ns: Object.keys(all),
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
  instance.on('languageChanged', (next) => {
    document.documentElement.lang = next;
  });
  return instance;
}

type WithoutPlural<K extends string> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K;
/** Dotted keys of a text tree, plural endings taken off. */
export type KeyOf<T> = {
  [K in keyof T & string]: T[K] extends string ? WithoutPlural<K> : `${K}.${KeyOf<T[K]>}`;
}[keyof T & string];

export type Translate<T> = (key: KeyOf<T>, values?: TOptions) => string;

/**
 * The texts of a namespace; a key that is not in its Chinese file is a type error. Each audience names its own hook once:
 * `export const useText = () => useTextOf<typeof zh>('agent')`, then `const t = useText(); t('offer.accept')`.
 */
export function useTextOf<T extends object>(namespace: string): Translate<T> {
  const { t } = useTranslation(namespace);
  return useCallback((key, values) => t(key as string, { ...values }), [t]);
}

export function useCommonText(): Translate<typeof zhCommon> {
  return useTextOf<typeof zhCommon>('common');
}

/** Text of an error for a citizen, from its `messageKey` (`errors.<code>`). */
export function useErrorText(): (error: { messageKey: string }) => string {
  const { t, i18n } = useTranslation('errors');
  return ({ messageKey }) => {
    const key = messageKey.replace(/^errors\./, '');
    return i18n.exists(key, { ns: 'errors' }) ? t(key) : t('internal');
  };
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'zh-CN';
}

/** Picks the text of a localized value in the language of the screen. */
export function useLocalized(): (text: Localized) => string {
  const language = useLanguage();
  return useCallback((text) => text[language], [language]);
}

const ZH_COUNTS = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十'] as const;
const EN_COUNTS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const;

/** A small count as a word, as it stands before a measure word (两件事); figures above ten. */
export function countWord(count: number, language: Language): string {
  const words = language === 'en' ? EN_COUNTS : ZH_COUNTS;
  return words[count] ?? String(count);
}
