import type zh from '../../resources/locales/zh-CN/agent.json';
import { useTextOf } from '../ui/i18n.ts';

/** The desk's texts; a key that is not in the Chinese file is a type error. */
export const useText = () => useTextOf<typeof zh>('agent');
