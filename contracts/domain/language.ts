import { z } from 'zod';

/** Languages of screens and printed text. Chinese first. */
export const language = z.enum(['zh-CN', 'en']);
export type Language = z.infer<typeof language>;

/** A text that people read, in every language of the product. */
export const localized = z.strictObject({
  'zh-CN': z.string().min(1).max(2000),
  en: z.string().min(1).max(2000),
});
export type Localized = z.infer<typeof localized>;
