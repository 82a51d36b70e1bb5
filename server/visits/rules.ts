import type { CompartmentState } from '../../contracts/device/device.ts';
import type { Service } from '../../contracts/domain/catalogue.ts';
import type { CaseState, ParcelState, VisitState } from '../../contracts/domain/visit.ts';

/** Decisions about a visit that need no storage. */

/** What moves a visit on. */
export type VisitStep = 'entered' | 'call-requested' | 'call-joined' | 'call-over' | 'closing' | 'ended';

/** The next state of a visit; the same state when the step means nothing in it. An ended visit stays ended. */
export function nextVisitState(state: VisitState, step: VisitStep): VisitState {
  if (state === 'ended' || step === 'ended') return 'ended';
  switch (step) {
    case 'entered':
      return state === 'admitted' ? 'inside' : state;
    case 'call-requested':
      return state === 'in-call' ? state : 'waiting';
    case 'call-joined':
      return 'in-call';
    case 'call-over':
      return state === 'waiting' || state === 'in-call' ? 'inside' : state;
    case 'closing':
      return 'closing';
  }
}

const CASE_MOVES: Record<CaseState, readonly CaseState[]> = {
  open: ['accepted', 'completed', 'refused', 'withdrawn'],
  accepted: ['completed', 'refused', 'withdrawn'],
  completed: [],
  refused: [],
  withdrawn: [],
};

/** Whether a case may go from one state to another; nothing leads out of an end. */
export function mayMoveCase(from: CaseState, to: CaseState): boolean {
  return CASE_MOVES[from].includes(to);
}

/** States of a case that rest on the outcomes of its prerequisites. */
export function needsPrerequisites(state: CaseState): boolean {
  return state === 'accepted' || state === 'completed';
}

/** Services whose outcome this service rests on and which are not completed in this visit. */
export function missingPrerequisites(
  service: Pick<Service, 'prerequisiteIds'>,
  cases: readonly { serviceId: string; state: CaseState }[],
): string[] {
  const completed = new Set(cases.filter((one) => one.state === 'completed').map((one) => one.serviceId));
  return service.prerequisiteIds.filter((id) => !completed.has(id));
}

/** A parcel as far as its compartment goes. */
export interface CompartmentUse {
  readonly compartment: number;
  readonly state: ParcelState;
}

/** Compartments of a locker whose board has not reported: a KERONG CU16 drives 16 locks. */
export const DEFAULT_COMPARTMENT_COUNT = 16;

/**
 * The lowest compartment that is free, or undefined. A compartment is taken while a parcel is on its way into it, after
 * an incident, and while a sealed parcel waits for the courier: until the sensor says that it is empty behind a closed
 * door. A door that is open without a parcel is left alone, since somebody may stand before it.
 */
export function chooseCompartment(
  uses: readonly CompartmentUse[],
  sensors: readonly CompartmentState[],
): number | undefined {
  const numbers =
    sensors.length > 0
      ? sensors.map((one) => one.compartment).sort((a, b) => a - b)
      : Array.from({ length: DEFAULT_COMPARTMENT_COUNT }, (_, index) => index + 1);
  return numbers.find((number) => {
    const sensor = sensors.find((one) => one.compartment === number);
    if (sensor?.door === 'open' || sensor?.item === 'present') return false;
    const provenEmpty = sensor?.door === 'closed' && sensor.item === 'absent';
    return uses.every((use) => use.compartment !== number || (use.state === 'sealed' && provenEmpty));
  });
}
