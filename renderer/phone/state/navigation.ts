import { assertNever } from '../../../contracts/result.ts';
import type { PublicPage, Stage } from './model.ts';

const PUBLIC_PARENT: Readonly<Record<PublicPage, PublicPage | null>> = {
  home: null,
  booths: 'home',
  'book-booth': 'home',
  'book-what': 'book-booth',
  'book-when': 'book-what',
  'book-check': 'book-when',
  booked: 'home',
};

/** Where "back" leads, for the button on the page and for the phone's own; null at a root. */
export function parentOf(stage: Stage): Stage | null {
  switch (stage.at) {
    case 'public': {
      const parent = PUBLIC_PARENT[stage.page];
      return parent === null ? null : { at: 'public', page: parent };
    }
    case 'consent':
      return { at: 'choose' };
    case 'visit': {
      const { page } = stage;
      if (page.name === 'spine') return null;
      // Whoever does not want to sign yet wants to see the form again.
      return { at: 'visit', page: page.name === 'sign' ? { name: 'form', caseId: page.caseId } : { name: 'spine' } };
    }
    case 'dead':
    case 'cleared':
      return { at: 'public', page: 'home' };
    case 'verify':
    case 'follow':
    case 'arriving':
    case 'choose':
      return null;
    default:
      return assertNever(stage);
  }
}
