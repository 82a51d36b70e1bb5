import { originOf } from '../ipc/register-calls.ts';
import { APP_ORIGIN } from './page-files.ts';

/**
 * Whether the booth's page may have a permission of Chromium: its own cameras and microphones, and nothing else. Both
 * handlers of Electron ask this; a request may name several kinds of media, a check names one or none.
 */
export function isPermitted(permission: string, requestingUrl: string, mediaTypes: readonly string[]): boolean {
  if (permission !== 'media' || originOf(requestingUrl) !== APP_ORIGIN) return false;
  return mediaTypes.every((type) => type === 'audio' || type === 'video');
}
