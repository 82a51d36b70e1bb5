import type { BoothStep } from '../../../contracts/ipc/booth-state.ts';

/**
 * How long a step may pass without a touch before the screen warns. Steps that are missing never warn: in a call and
 * while one is sought the citizen listens and waits, and printing and leaving end by themselves.
 */
export const IDLE_MS: Readonly<Partial<Record<BoothStep, number>>> = {
  consent: 60_000,
  entering: 90_000,
  ready: 120_000,
  'after-call': 90_000,
  // An address is typed slowly by many.
  mailing: 180_000,
  rating: 60_000,
  agreed: 60_000,
  resume: 60_000,
  courier: 60_000,
};

/** From the visible warning to the end of the visit. WCAG 2.2 (2.2.1) asks for at least 20 s. */
export const WARNING_MS = 30_000;
/** How long the lock is held released for the citizen to open the door. */
export const DOOR_HOLD_MS = 20_000;
/** Attempts to open the door before the visit is given up. */
export const DOOR_ATTEMPTS = 3;
/** Pause before the door is tried again. */
export const DOOR_RETRY_MS = 3_000;
/** How long the end of a locker movement stays on the screen. */
export const LOCKER_SHOWN_MS = 5_000;
/** A locker that failed is read, and tried again or not. */
export const LOCKER_FAILED_SHOWN_MS = 30_000;
/** How long the end of taking out a parcel stays on the screen. */
export const COURIER_DONE_MS = 6_000;
/** After the first wrong code; each further one doubles it, up to the limit. */
export const COURIER_SLOW_MS = 1_000;
export const COURIER_SLOW_LIMIT_MS = 60_000;
/** How long the slip's end stays on the screen. */
export const PRINT_SHOWN_MS = 3_000;
/** A failed print is read, not glanced at. */
export const PRINT_FAILED_SHOWN_MS = 7_000;
export const GOODBYE_MS = 12_000;
/** The booth counts as empty when it stayed so this long: a person in the doorway makes the sensor flicker. */
export const EMPTY_SETTLE_MS = 1_500;
/** Then the presence sensor is taken to be stuck, an incident is raised, and the booth serves again. */
export const EMPTY_LIMIT_MS = 180_000;
/** How long the door waits for the self-check: whoever stands in the rain is let in all the same. */
export const DOOR_CHECK_MS = 1_500;
/** A technician who does nothing for this long has gone, and the screen is the citizens' again. */
export const TECHNICIAN_IDLE_MS = 300_000;
/** A hub that is back and says nothing of the request within this time has lost it, and is asked again. */
export const CALL_ASKED_MS = 10_000;
/** Days ahead for which an appointment is offered. */
export const SLOT_DAYS = 7;
export const NOTICE_MS = 8_000;
/** How often the number of agents on duty is asked for while nobody is in a call. */
export const DUTY_MS = 15_000;
