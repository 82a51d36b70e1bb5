import en from '../../resources/locales/en/technician.json' with { type: 'json' };
import zh from '../../resources/locales/zh-CN/technician.json' with { type: 'json' };
import { type Texts, type Translate, useTextOf } from '../ui/i18n.ts';

export const technicianTexts: Texts = { 'zh-CN': zh, en };

export type TechnicianText = Translate<typeof zh>;

export function useText(): TechnicianText {
  return useTextOf<typeof zh>('technician');
}
