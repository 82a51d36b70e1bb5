import type { z } from 'zod';
import type { VisitFact } from '../../contracts/domain/timeline.ts';
import type { phonePushes } from '../../contracts/hub/phone.ts';

type DoorState = z.infer<(typeof phonePushes)['door.changed']>['state'];

/** What a fact says of the door, for the citizen who stands before it with a phone. */
export function doorNews(fact: VisitFact): DoorState | undefined {
  switch (fact.type) {
    case 'door.unlocked':
      return 'unlocked';
    case 'door.opened':
      return 'open';
    case 'door.closed':
      return 'closed';
    case 'incident.raised':
      return fact.subject.startsWith('door') ? 'failed' : undefined;
    default:
      return undefined;
  }
}
