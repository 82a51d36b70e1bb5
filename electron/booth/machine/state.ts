import type { DeviceReport } from '../../../contracts/device/device.ts';
import type { Language } from '../../../contracts/domain/language.ts';
import type { Booth } from '../../../contracts/domain/people.ts';
import type { Visit, VisitEnd } from '../../../contracts/domain/visit.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { MediaPart } from '../../../contracts/ipc/booth-function.ts';
import type { BoothState, BoothStep } from '../../../contracts/ipc/booth-state.ts';
import type { TechnicianMode } from '../../../contracts/technician/mode.ts';

type Call = NonNullable<BoothState['call']>;
export type Door = BoothState['door'];

/** What is left of a visit while its end is watched: nothing that names a person. */
export interface Leaving {
  readonly visitId: Id;
  readonly end: VisitEnd;
  readonly wiped: boolean;
  readonly empty: boolean;
}

/** Everything that the booth knows. What the screen may see of it is `toBoothState`. */
export interface MachineState {
  readonly step: BoothStep;
  readonly language: Language;
  readonly booth: Booth | null;
  readonly online: boolean;
  readonly visit: Visit | null;
  readonly checkin: BoothState['checkin'];
  readonly duty: BoothState['duty'];
  readonly devices: readonly DeviceReport[];
  /** Incidents of devices that are open since the start. */
  readonly deviceIncidents: readonly { readonly subject: string; readonly code: string }[];
  readonly door: Door;
  /** Labels of the cameras and number of microphones; null until the screen has told. */
  readonly media: { readonly cameras: readonly string[]; readonly microphones: number } | null;
  /** Part of the label of the document camera, from the profile. */
  readonly documentCamera: string;
  /** Cameras and microphone that the last self-check found not to work though they are there. */
  readonly mediaFaults: readonly MediaPart[];
  /** Parts that the screen wants open for this visit and does not have. */
  readonly mediaLost: readonly MediaPart[];
  readonly technician: TechnicianMode;
  readonly courier: BoothState['courier'];
  /** Wrong codes in a row, and until when no other is taken: leaving the screen does not begin anew. */
  readonly courierGuard: { readonly wrong: number; readonly freeAtMs: number };
  /** The visit that waits for the self-check before the door opens for it. */
  readonly checkingFor: Id | null;
  readonly call: Call | null;
  readonly instead: BoothState['instead'];
  readonly callEnd: BoothState['callEnd'];
  /** The hub was away and has not spoken of the call since. */
  readonly callUnheard: boolean;
  /** The department that the citizen has chosen for the call; null for whoever fits. */
  readonly calledDepartment: string | null;
  readonly ask: BoothState['ask'];
  readonly locker: BoothState['locker'];
  readonly print: BoothState['print'];
  /** This visit's receipt came out whole; from then on it is only printed as a copy. */
  readonly receiptPrinted: boolean;
  /** A print failed, and was tried again by itself when the printer could. */
  readonly printRetried: boolean;
  readonly timeoutAt: BoothState['timeoutAt'];
  readonly notice: BoothState['notice'];
  /** Id of the visit asked for at the screen, until the hub has answered. */
  readonly beginningId: Id | null;
  /** The door was seen unlocked, open, and the citizen inside, in this visit. */
  readonly unlockedSeen: boolean;
  readonly openedSeen: boolean;
  readonly insideSeen: boolean;
  /** Failed attempts to open the door in this visit. */
  readonly doorFailures: number;
  /** A cancel that came before the hub had told the call's id. */
  readonly cancelRequested: boolean;
  /** A call was up in this visit, so its end leads to `after-call`. */
  readonly calledBefore: boolean;
  /** Where "back" leads from the mailing form. */
  readonly returnTo: BoothStep | null;
  readonly leaving: Leaving | null;
  readonly setupRev: number;
  readonly wakes: number;
}

export const initialState: MachineState = {
  step: 'starting',
  language: 'zh-CN',
  booth: null,
  online: false,
  visit: null,
  checkin: null,
  duty: null,
  devices: [],
  deviceIncidents: [],
  door: { lock: 'unknown', leaf: 'unknown', presence: 'unknown' },
  media: null,
  documentCamera: '',
  mediaFaults: [],
  mediaLost: [],
  technician: { phase: 'inactive' },
  courier: null,
  courierGuard: { wrong: 0, freeAtMs: 0 },
  checkingFor: null,
  call: null,
  instead: null,
  callEnd: null,
  callUnheard: false,
  calledDepartment: null,
  ask: null,
  locker: null,
  print: null,
  receiptPrinted: false,
  printRetried: false,
  timeoutAt: null,
  notice: null,
  beginningId: null,
  unlockedSeen: false,
  openedSeen: false,
  insideSeen: false,
  doorFailures: 0,
  cancelRequested: false,
  calledBefore: false,
  returnTo: null,
  leaving: null,
  setupRev: 0,
  wakes: 0,
};

/** The parts of the state that belong to one visit, as they are when there is none. */
export const NO_VISIT = {
  visit: null,
  courier: null,
  checkingFor: null,
  call: null,
  instead: null,
  callEnd: null,
  callUnheard: false,
  calledDepartment: null,
  ask: null,
  locker: null,
  print: null,
  receiptPrinted: false,
  printRetried: false,
  timeoutAt: null,
  notice: null,
  beginningId: null,
  unlockedSeen: false,
  openedSeen: false,
  insideSeen: false,
  doorFailures: 0,
  cancelRequested: false,
  calledBefore: false,
  returnTo: null,
} as const satisfies Partial<MachineState>;

/** What is kept on disk of a running visit, or of one whose end is being watched, to know it after a crash. */
export type Snapshot =
  | { readonly kind: 'visit'; readonly visit: Visit; readonly step: BoothStep; readonly insideSeen: boolean }
  | { readonly kind: 'leaving'; readonly visitId: Id; readonly end: VisitEnd };

/** What must be on disk for this state; null when there is nothing of a visit. */
export function snapshotOf({ visit, step, insideSeen, leaving }: MachineState): Snapshot | null {
  if (visit) return { kind: 'visit', visit, step, insideSeen };
  return leaving ? { kind: 'leaving', visitId: leaving.visitId, end: leaving.end } : null;
}

/** Whether both states give the same snapshot, without making it. */
export function hasSameSnapshot(a: MachineState, b: MachineState): boolean {
  return (
    a.visit === b.visit &&
    a.step === b.step &&
    a.insideSeen === b.insideSeen &&
    a.leaving?.visitId === b.leaving?.visitId
  );
}

/** The visit whose facts are being recorded now: the running one, or the one whose end is watched. */
export function visitIdOf(state: MachineState): Id | null {
  return state.visit?.id ?? state.leaving?.visitId ?? null;
}
