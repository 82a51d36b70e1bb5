import { assertNever } from '../../contracts/result.ts';
import { askAgain, callNews, callRequested, firstFrame } from './machine/calling.ts';
import {
  closeOrdered,
  goodbyePassed,
  printed,
  printerChanged,
  printShown,
  receiptPrepared,
} from './machine/closing.ts';
import { courierChecked, courierMoved, courierShown } from './machine/courier.ts';
import { beginAnswered, checkedForDoor, doorAnswered, doorOrdered, retryDoor } from './machine/entry.ts';
import {
  checkinMade,
  dutyAnswered,
  dutyDue,
  offline,
  online,
  rotateCheckin,
  started,
  visitChanged,
} from './machine/hub-state.ts';
import { idlePassed, warningPassed } from './machine/idle.ts';
import { insteadAnswered, slotsAnswered } from './machine/instead.ts';
import { intended } from './machine/intents.ts';
import { emptyLimitPassed, emptySeen, wiped } from './machine/leaving.ts';
import { lockerAsked, lockerMoved, lockerShown } from './machine/locker.ts';
import { mediaSeen } from './machine/media.ts';
import type { Effect, MachineEvent, Moment, TimerName } from './machine/messages.ts';
import { deviceChanged, devicesReported, sensed } from './machine/presence.ts';
import type { MachineState } from './machine/state.ts';
import {
  activateWhenFree,
  technicianClosed,
  technicianLeft,
  technicianRequested,
  technicianTouched,
} from './machine/technician.ts';
import { Turn } from './machine/turn.ts';

/**
 * The whole visit of a booth: what it knows, what happened, and so what it knows then and what is to be done, in order.
 * Pure and total: every event is welcome in every state, and one that does not fit changes nothing.
 */
export function reduceVisit(
  state: MachineState,
  event: MachineEvent,
  moment: Moment,
): readonly [MachineState, readonly Effect[]] {
  const turn = new Turn(state, moment);
  apply(turn, event);
  activateWhenFree(turn);
  return [turn.state, turn.effects];
}

function apply(turn: Turn, event: MachineEvent): void {
  switch (event.type) {
    case 'started':
      started(turn, event);
      return;
    case 'hub.online':
      online(turn, event);
      return;
    case 'hub.offline':
      offline(turn);
      return;
    case 'intent':
      intended(turn, event.intent);
      return;
    case 'devices':
      devicesReported(turn, event.devices);
      return;
    case 'device.changed':
      deviceChanged(turn, event.device);
      printerChanged(turn);
      return;
    case 'media':
      mediaSeen(turn, event);
      return;
    case 'first-frame':
      firstFrame(turn, event);
      return;
    case 'checkin.made':
      checkinMade(turn, event);
      return;
    case 'wiped':
      wiped(turn, event.visitId);
      return;
    case 'technician.requested':
      technicianRequested(turn, event);
      return;
    case 'technician.touched':
      technicianTouched(turn);
      return;
    case 'technician.left':
      technicianLeft(turn);
      return;
    case 'technician.closed':
      technicianClosed(turn);
      return;
    case 'incident':
      turn.boothFact({
        type: 'incident.raised',
        subject: event.subject,
        code: event.code.slice(0, 40),
        detail: event.detail.slice(0, 500),
      });
      return;
    case 'self-checked':
      turn.patch({ mediaFaults: event.mediaFaults });
      checkedForDoor(turn);
      return;
    case 'custody':
      if (event.news.purpose === 'deposit') lockerMoved(turn, event.news);
      else courierMoved(turn, event.news);
      return;
    case 'slip':
      turn.notice(`notice.slip-${event.phase}`, event.phase === 'failed' ? 'warning' : 'info');
      return;
    case 'cameras.wanted':
      turn.patch({ documentCamera: event.documentCamera, setupRev: turn.state.setupRev + 1 });
      return;
    case 'setup.changed':
      turn.patch({ setupRev: turn.state.setupRev + 1 });
      return;
    case 'woke':
      turn.patch({ wakes: turn.state.wakes + 1 });
      return;
    case 'timer':
      timerFired(turn, event.name);
      return;
    case 'order':
      ordered(turn, event);
      return;
    case 'push':
      if (event.name === 'visit.changed') visitChanged(turn, event.payload.visit);
      else callNews(turn, event);
      return;
    case 'sensor':
      sensed(turn, event);
      return;
    case 'hub.answered':
      hubAnswered(turn, event);
      return;
    case 'device.answered':
      deviceAnswered(turn, event);
      return;
    default:
      assertNever(event);
  }
}

function ordered(turn: Turn, event: Extract<MachineEvent, { type: 'order' }>): void {
  switch (event.name) {
    case 'door.open':
      doorOrdered(turn, event);
      return;
    case 'locker.ask':
      lockerAsked(turn, event);
      return;
    case 'visit.close':
      closeOrdered(turn, event);
      return;
    case 'code.used':
      turn.accept(event.order);
      rotateCheckin(turn);
      return;
  }
}

function hubAnswered(turn: Turn, event: Extract<MachineEvent, { type: 'hub.answered' }>): void {
  switch (event.name) {
    case 'visit.begin':
      beginAnswered(turn, event);
      return;
    case 'duty.get':
      dutyAnswered(turn, event);
      return;
    case 'call.request':
      callRequested(turn, event);
      return;
    case 'call.instead':
      insteadAnswered(turn, event);
      return;
    case 'slots.get':
      slotsAnswered(turn, event);
      return;
    case 'courier.check':
      courierChecked(turn, event);
      return;
    case 'receipt.prepare':
      receiptPrepared(turn, event);
      return;
    case 'call.cancel':
    case 'call.hangup':
    case 'visit.end':
      // What comes of it comes as a push; the shell logs a refusal.
      return;
  }
}

function deviceAnswered(turn: Turn, event: Extract<MachineEvent, { type: 'device.answered' }>): void {
  switch (event.name) {
    case 'door.unlock':
      doorAnswered(turn, event);
      return;
    case 'printer.print':
      printed(turn, event);
      return;
    case 'lights.set':
      // Lights are a comfort: the shell logs a refusal, the visit goes on.
      return;
  }
}

const TIMERS: Readonly<Record<TimerName, (turn: Turn) => void>> = {
  idle: idlePassed,
  warning: warningPassed,
  checkin: rotateCheckin,
  duty: dutyDue,
  'door-retry': retryDoor,
  'locker-shown': lockerShown,
  'courier-shown': courierShown,
  'print-shown': printShown,
  goodbye: goodbyePassed,
  empty: emptySeen,
  'empty-limit': emptyLimitPassed,
  notice: (turn) => turn.patch({ notice: null }),
  'door-check': checkedForDoor,
  'technician-idle': technicianLeft,
  'call-asked': askAgain,
};

function timerFired(turn: Turn, name: TimerName): void {
  TIMERS[name](turn);
}
