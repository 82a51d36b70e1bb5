import type { z } from 'zod';
import type { CallOutput } from '../../../contracts/channel.ts';
import type { DeviceReport } from '../../../contracts/device/device.ts';
import type { hostCalls, hostPushes } from '../../../contracts/device/host.ts';
import type { Booth } from '../../../contracts/domain/people.ts';
import type { VisitFact } from '../../../contracts/domain/timeline.ts';
import type { Visit } from '../../../contracts/domain/visit.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { boothCalls, boothOrders, boothPushes } from '../../../contracts/hub/booth.ts';
import type { formPushes } from '../../../contracts/hub/form.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { MediaPart } from '../../../contracts/ipc/booth-function.ts';
import type { BoothIntent, BoothState } from '../../../contracts/ipc/booth-state.ts';
import type { Result } from '../../../contracts/result.ts';
import type { TechnicianPresence } from '../../../contracts/technician/mode.ts';
import type { CustodyEvent } from '../custody/messages.ts';
import type { CustodyNews } from '../custody/state.ts';
import type { Snapshot } from './state.ts';

/**
 * Calls to the hub that the machine makes; the shell makes the others (`hello`, `facts`, `devices`, `signal`). What the
 * booth tells as a fact it never asks for besides: the hub applies facts, and a fact cannot get lost.
 */
export type HubCallName =
  | 'visit.begin'
  | 'duty.get'
  | 'call.request'
  | 'call.cancel'
  | 'call.hangup'
  | 'call.instead'
  | 'slots.get'
  | 'receipt.prepare'
  | 'courier.check'
  | 'visit.end';
export type DeviceCallName = 'door.unlock' | 'lights.set' | 'printer.print';
/** Orders that the machine answers; `still.take` is answered by the still desk. */
export type OrderName = 'door.open' | 'locker.ask' | 'visit.close' | 'code.used';
/** Pushes of the hub that the machine hears; `signal` and forms go to the screen directly. */
export type PushName = Exclude<keyof typeof boothPushes, 'signal' | 'ice.servers' | keyof typeof formPushes>;
export type SensorName =
  | 'door.changed'
  | 'presence.changed'
  | 'compartment.changed'
  | 'device.error'
  | 'device.threshold'
  | 'slip.changed'
  | 'power.changed'
  | 'code.scanned';

export type TimerName =
  | 'idle'
  | 'warning'
  | 'checkin'
  | 'duty'
  | 'door-retry'
  | 'locker-shown'
  | 'courier-shown'
  | 'print-shown'
  | 'goodbye'
  | 'empty'
  | 'empty-limit'
  | 'notice'
  | 'door-check'
  | 'technician-idle'
  | 'call-asked';

type HubAnswered = {
  [K in HubCallName]: {
    readonly type: 'hub.answered';
    readonly name: K;
    /** The visit for which it was asked: an answer that comes late belongs to nobody. */
    readonly visitId: Id | null;
    readonly result: Result<CallOutput<(typeof boothCalls)[K]>, XiaowuError>;
  };
}[HubCallName];

type DeviceAnswered = {
  [K in DeviceCallName]: {
    readonly type: 'device.answered';
    readonly name: K;
    readonly visitId: Id | null;
    readonly result: Result<CallOutput<(typeof hostCalls)[K]>, XiaowuError>;
  };
}[DeviceCallName];

type Ordered = {
  [K in OrderName]: {
    readonly type: 'order';
    readonly name: K;
    /** Chosen by the shell; the machine answers with an `answer` effect of the same number, in the same turn. */
    readonly order: number;
    readonly input: z.output<(typeof boothOrders)[K]['input']>;
  };
}[OrderName];

type Pushed = {
  [K in PushName]: { readonly type: 'push'; readonly name: K; readonly payload: z.output<(typeof boothPushes)[K]> };
}[PushName];

type Sensed = {
  [K in SensorName]: { readonly type: 'sensor'; readonly name: K; readonly payload: z.output<(typeof hostPushes)[K]> };
}[SensorName];

/** Everything that can happen to a booth. */
export type MachineEvent =
  | { readonly type: 'started'; readonly snapshot: Snapshot | null; readonly documentCamera: string }
  | { readonly type: 'hub.online'; readonly booth: Booth; readonly visit: Visit | null }
  | { readonly type: 'hub.offline' }
  /** Which cameras are wanted has changed: the name of the document camera, as `started` gives it. */
  | { readonly type: 'cameras.wanted'; readonly documentCamera: string }
  | { readonly type: 'intent'; readonly intent: BoothIntent }
  | { readonly type: 'devices'; readonly devices: readonly DeviceReport[] }
  | { readonly type: 'device.changed'; readonly device: DeviceReport }
  | {
      readonly type: 'media';
      readonly cameras: readonly string[];
      readonly microphones: number;
      /** Parts that the screen holds open for a visit and that ended or did not open, though they may be listed. */
      readonly lost: readonly MediaPart[];
    }
  | {
      readonly type: 'first-frame';
      readonly callId: Id;
      readonly fromPartyId: Id;
      readonly role: 'face' | 'paper';
    }
  | { readonly type: 'checkin.made'; readonly checkin: NonNullable<BoothState['checkin']> }
  | { readonly type: 'wiped'; readonly visitId: Id }
  /** Somebody has shown that they are a technician and asks for the booth. */
  | { readonly type: 'technician.requested'; readonly by: TechnicianPresence; readonly askCitizen: boolean }
  | { readonly type: 'technician.touched' }
  | { readonly type: 'technician.left' }
  /** Everything that the technician had open is closed. */
  | { readonly type: 'technician.closed' }
  /** Something went wrong in the shell that the hub should know of. */
  | { readonly type: 'incident'; readonly subject: string; readonly code: string; readonly detail: string }
  /** A self-check came to its end: these parts do not work though they are there. */
  | { readonly type: 'self-checked'; readonly mediaFaults: readonly MediaPart[] }
  /** How far the locker's custody has come with an opening. */
  | { readonly type: 'custody'; readonly news: CustodyNews }
  /** How far a slip has come that an agent has printed during the visit. */
  | { readonly type: 'slip'; readonly phase: 'printing' | 'printed' | 'failed' }
  /** What the screen is told once has changed: names, addresses, relay credentials. */
  | { readonly type: 'setup.changed' }
  /** The machine woke from sleep. */
  | { readonly type: 'woke' }
  | { readonly type: 'timer'; readonly name: TimerName }
  | Ordered
  | Pushed
  | Sensed
  | HubAnswered
  | DeviceAnswered;

type HubEffect = {
  [K in HubCallName]: {
    readonly type: 'hub';
    readonly name: K;
    readonly visitId: Id | null;
    readonly input: z.input<(typeof boothCalls)[K]['input']>;
  };
}[HubCallName];

type DeviceEffect = {
  [K in DeviceCallName]: {
    readonly type: 'device';
    readonly name: K;
    readonly visitId: Id | null;
    readonly input: z.input<(typeof hostCalls)[K]['input']>;
  };
}[DeviceCallName];

/** What the shell does, in order. A `fact` is on disk before the next effect runs. */
export type Effect =
  /** Without a visit it is a fact of the booth: an incident in the night. */
  | { readonly type: 'fact'; readonly visitId: Id | null; readonly fact: VisitFact }
  | { readonly type: 'answer'; readonly order: number; readonly result: Result<undefined, XiaowuError> }
  | { readonly type: 'timer.set'; readonly name: TimerName; readonly delayMs: number }
  | { readonly type: 'timer.cancel'; readonly name: TimerName }
  /** Make a fresh code for the phone; the answer is `checkin.made`. */
  | { readonly type: 'checkin.make' }
  /** Remove all that the visit left in the booth; the answer is `wiped`. */
  | { readonly type: 'wipe'; readonly visitId: Id }
  /** Check the booth before the door opens; the answer is `self-checked`. */
  | { readonly type: 'self-check' }
  /** Close what the technician had open; the answer is `technician.closed`. */
  | { readonly type: 'technician.close' }
  /** For the locker's custody; what comes of it are `custody` events. */
  | { readonly type: 'custody'; readonly event: CustodyEvent }
  | HubEffect
  | DeviceEffect;

/** The time of an event and a fresh id for what it may make, so that the machine stays pure. */
export interface Moment {
  readonly nowMs: number;
  readonly freshId: Id;
}
