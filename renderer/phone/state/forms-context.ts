import { createContext } from 'react';
import type { FormShelf } from '../../form/shelf.ts';

/** The shared forms of this phone's visit; null until the page has begun. */
export const FormsContext = createContext<FormShelf | null>(null);
