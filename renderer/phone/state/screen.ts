import { assertNever } from '../../../contracts/result.ts';
import type { PhoneState, PublicPage } from './model.ts';

export type ScreenName =
  | PublicPage
  | 'verify'
  | 'follow'
  | 'arriving'
  | 'choose'
  | 'consent'
  | 'door'
  | 'spine'
  | 'form'
  | 'sign'
  | 'capture'
  | 'mailing'
  | 'certificate'
  | 'ended'
  | 'dead'
  | 'cleared';

/** The one screen that a state shows. */
export function screenOf(state: Pick<PhoneState, 'stage' | 'visit' | 'door'>): ScreenName {
  const { stage, visit } = state;
  switch (stage.at) {
    case 'public':
      return stage.page;
    case 'verify':
    case 'follow':
    case 'arriving':
    case 'choose':
    case 'consent':
    case 'dead':
    case 'cleared':
      return stage.at;
    case 'visit':
      if (visit === null) return 'arriving';
      if (stage.page.name !== 'spine') return stage.page.name;
      if (visit.state === 'ended') return 'ended';
      return visit.state === 'admitted' ? 'door' : 'spine';
    default:
      return assertNever(stage);
  }
}
