import { createContext, use, useSyncExternalStore } from 'react';
import type { CallSession, CallSessionState } from '../../call/types.ts';
import type { Desk } from './desk.ts';
import type { DeskState } from './desk-types.ts';
import type { DevicesView } from './devices.ts';
import type { NoteDraft } from './notes.ts';
import type { FileView } from './visit-files.ts';

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (!desk) throw new Error('a part of the desk stands outside of it');
  return desk;
}

export function useDeskState(): DeskState {
  const desk = useDesk();
  return useSyncExternalStore(desk.subscribe, desk.getState);
}

/** Whether an action waits for its answer. */
export function useBusy(action: string): boolean {
  return useDeskState().busy.includes(action);
}

const noSubscription = () => () => undefined;

/** The WebRTC side of the call, or null outside one. */
export function useCallSession(): { session: CallSession; state: CallSessionState } | null {
  const desk = useDesk();
  const session = useSyncExternalStore(desk.subscribe, () => desk.room.session);
  const state = useSyncExternalStore(session ? session.subscribe : noSubscription, () => session?.getState() ?? null);
  return session && state ? { session, state } : null;
}

/** Camera and microphone of this desk, once they are open. */
export function useLocalStream(): MediaStream | null {
  const desk = useDesk();
  return useSyncExternalStore(desk.subscribe, () => desk.media.stream);
}

/** Which devices there are, and which are wanted. */
export function useDevices(): DevicesView {
  const { devices, subscribe } = useDesk();
  return useSyncExternalStore(subscribe, devices.view);
}

export function useFile(fileId: string): FileView {
  const { files } = useDesk();
  return useSyncExternalStore(files.subscribe, () => files.view(fileId));
}

/** What was typed into the note of a case and is not stored. */
export function useNoteDraft(caseId: string): string | null {
  const { drafts, subscribe } = useDesk();
  return useSyncExternalStore(subscribe, () => drafts.noteOf(caseId));
}

/** What was written about a visit, and whether the hub has it. */
export function useNote(visitId: string): NoteDraft | null {
  const { notes, subscribe } = useDesk();
  return useSyncExternalStore(subscribe, () => notes.of(visitId));
}
