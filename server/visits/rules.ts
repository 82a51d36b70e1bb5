import { type CompartmentSize, type CompartmentState, compartmentSize } from '../../contracts/device/device.ts';
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

/** States of a case that rest on its papers: 受理 says that they are complete, or which may follow. */
export function needsPapers(state: CaseState): boolean {
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

/** Nothing leads back from a parcel that has left the locker; everything else is the booth's to see. */
export function mayMoveParcel(from: ParcelState, to: ParcelState): boolean {
  return from !== to && !hasLeft(from);
}

/** Whether a parcel has left its compartment, which is then free. */
export function hasLeft(state: ParcelState): boolean {
  return state === 'collected' || state === 'returned';
}

/** Whether somebody may be given a code to take a parcel out: it lies behind a closed door, or nobody knows better. */
export function mayBeTakenOut(state: ParcelState): boolean {
  return state === 'item-seen' || state === 'closed' || state === 'sealed' || state === 'incident';
}

/** What a booth has told of its locker. */
export interface LockerView {
  /** One entry for each compartment, in their order. */
  readonly sizes: readonly CompartmentSize[];
  readonly sensors: readonly CompartmentState[];
}

/** A locker whose board has not reported: a KERONG CU16 drives 16 locks, and nothing larger than a letter is promised. */
export const UNKNOWN_LOCKER: LockerView = { sizes: Array.from({ length: 16 }, () => 'small'), sensors: [] };

/**
 * The compartment for a parcel: of the free ones that are large enough the smallest, of these the lowest number; undefined
 * when there is none. Free is one that no parcel owns and of which the sensors do not say otherwise: something that
 * lies in it or a door that stands open belongs to somebody, whatever the books say.
 */
export function chooseCompartment(
  owned: readonly number[],
  { sizes, sensors }: LockerView,
  wish: CompartmentSize,
): number | undefined {
  const ranks = compartmentSize.options;
  const free = sizes
    .map((size, index) => ({ number: index + 1, rank: ranks.indexOf(size) }))
    .filter(({ number, rank }) => {
      const sensor = sensors.find((one) => one.compartment === number);
      if (sensor?.door === 'open' || sensor?.item === 'present') return false;
      return rank >= ranks.indexOf(wish) && !owned.includes(number);
    });
  return free.sort((a, b) => a.rank - b.rank || a.number - b.number)[0]?.number;
}
