import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import type { CallOutput } from '../../../contracts/channel.ts';
import type { Department, Service } from '../../../contracts/domain/catalogue.ts';
import type { FormSignInput } from '../../../contracts/domain/form.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { boothIpcCalls } from '../../../contracts/ipc/booth.ts';
import type { BoothIntent, BoothSetup, BoothState } from '../../../contracts/ipc/booth-state.ts';
import type { Result } from '../../../contracts/result.ts';
import type { TechnicianPort } from '../../bench/port.ts';
import type { FormShelf } from '../../form/shelf.ts';
import { useLocalized } from '../../ui/i18n.ts';
import type { Contrast, TextScale } from '../../ui/theme.ts';
import type { Capture, CaptureSnapshot } from '../paper/capture.ts';
import type { CallController, CallSnapshot } from './call-controller.ts';
import type { Listening } from './listening.ts';

export interface DisplaySettings {
  readonly scale: TextScale;
  readonly contrast: Contrast;
}

/** What every screen of the booth is given. */
export interface Booth {
  readonly state: BoothState;
  readonly setup: BoothSetup;
  readonly send: (intent: BoothIntent) => void;
  readonly calls: CallController;
  /** Taking the pages of documents. */
  readonly capture: Capture;
  /** The shared forms of the visit. */
  readonly forms: FormShelf;
  readonly signForm: (input: FormSignInput) => Promise<Result<unknown, XiaowuError>>;
  readonly listening: Listening;
  /** The technician's bench's way to this booth. */
  readonly technician: TechnicianPort;
  /** PIN and one-time code, to be let in as a technician. */
  readonly unlock: (pin: string, code: string) => Promise<Result<unknown, XiaowuError>>;
  /** A paper of the visit as the hub holds it. */
  readonly paperPicture: (
    fileId: string,
  ) => Promise<Result<CallOutput<(typeof boothIpcCalls)['paper.picture']>, XiaowuError>>;
  /** The receipt of the visit as its paper looks. */
  readonly previewReceipt: () => Promise<
    Result<CallOutput<(typeof boothIpcCalls)['slip.preview']> | undefined, XiaowuError>
  >;
  readonly display: DisplaySettings;
  readonly setDisplay: (display: DisplaySettings) => void;
}

export const BoothContext = createContext<Booth | null>(null);

export function useBooth(): Booth {
  const booth = useContext(BoothContext);
  if (!booth) throw new Error('a screen stands outside the booth');
  return booth;
}

export function useCall(): CallSnapshot {
  const { calls } = useBooth();
  return useSyncExternalStore(calls.subscribe, calls.getSnapshot);
}

export function useCapture(): CaptureSnapshot {
  const { capture } = useBooth();
  return useSyncExternalStore(capture.subscribe, capture.getSnapshot);
}

/** Names of the catalogue in the language of the screen; an id that is not known there stands for itself. */
export function useNames() {
  const { setup } = useBooth();
  const text = useLocalized();
  return useMemo(() => {
    const departments = new Map<string, Department>(setup.departments.map((each) => [each.id, each]));
    const services = new Map<string, Service>(setup.services.map((each) => [each.id, each]));
    const departmentName = (id: string | undefined) => {
      const found = id === undefined ? undefined : departments.get(id);
      return found ? text(found.name) : (id ?? '');
    };
    const departmentShort = (id: string | undefined) => {
      const found = id === undefined ? undefined : departments.get(id);
      return found ? text(found.shortName) : (id ?? '');
    };
    const serviceName = (id: string) => {
      const found = services.get(id);
      return found ? text(found.name) : id;
    };
    return { departmentName, departmentShort, serviceName, service: (id: string) => services.get(id) };
  }, [setup, text]);
}
