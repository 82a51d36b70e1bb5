import { createContext } from 'react';
import type { FormShelf } from '../../form/shelf.ts';
import type { SignForm } from '../../form/use-signature.ts';

export interface PhoneForms {
  /** The shared forms of this phone's visit. */
  readonly shelf: FormShelf;
  readonly sign: SignForm;
}

/** Null until the page has begun. */
export const FormsContext = createContext<PhoneForms | null>(null);
