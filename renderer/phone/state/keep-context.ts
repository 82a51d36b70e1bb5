import { createContext } from 'react';
import type { KeptDocument } from '../../../contracts/hub/phone-keep.ts';

/** The bytes of a document that the page holds; null until the page has begun. */
export const KeepContext = createContext<((one: KeptDocument) => Blob | undefined) | null>(null);
