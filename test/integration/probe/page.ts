import { measure } from '../../../renderer/booth/state/probe/measure.ts';

/** Runs in the browser: the booth's own measuring, with whatever devices the browser was given. */
declare global {
  interface Window {
    measure: typeof measure;
  }
}

window.measure = measure;
