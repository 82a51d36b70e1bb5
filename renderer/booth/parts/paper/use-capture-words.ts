import { wantedSide } from '../../paper/page-list.ts';
import { useCapture } from '../../state/context.ts';
import { useText } from '../../state/text.ts';

export interface CaptureWords {
  /** Who asks for a page once more, and why; null when nobody does. */
  readonly from: string | null;
  readonly title: string;
  readonly text: string;
}

/** What is said while pages are taken: one thing to do, and what happens then. */
export function useCaptureWords(): CaptureWords {
  const { list, phase, hint, problem, askedBy } = useCapture();
  const t = useText();
  const replacing = list.pages.findIndex(({ key }) => key === list.replacing);
  const { ask } = list.pages[replacing] ?? {};
  const from = () => {
    if (ask) {
      return t('capture.asked', {
        name: ask.byName,
        number: replacing + 1,
        reason: t(`capture.reason.${ask.reason}`),
      });
    }
    return askedBy === null ? null : t('capture.askedOther', { name: askedBy });
  };
  const said = (title: string, text: string): CaptureWords => ({ from: from(), title, text });
  if (phase === 'taking') return said(t('capture.taking'), t('capture.takingText'));
  if (problem !== null) return said(t(`capture.problem.${problem}`), t('capture.auto'));
  if (phase === 'resting') return said(...(replacing >= 0 ? replacingWords() : restingWords()));
  if (hint === null) return said(t('capture.good'), t('capture.goodText'));
  if (hint === 'no-page' && replacing >= 0) {
    return said(t('capture.again', { number: replacing + 1 }), t('capture.auto'));
  }
  return said(t(`capture.hint.${hint}`), hint === 'no-page' ? t('capture.auto') : t(`capture.how.${hint}`));

  /** What was wrong with the page is what to do now. */
  function replacingWords(): readonly [title: string, text: string] {
    const reason = ask?.reason;
    if (reason === undefined || reason === 'wrong-page' || reason === 'other') {
      return [t('capture.again', { number: replacing + 1 }), t('capture.auto')];
    }
    return [t(`capture.hint.${reason}`), t(`capture.how.${reason}`)];
  }

  function restingWords(): readonly [title: string, text: string] {
    // Another page than any here is wanted: nothing of this document was taken yet.
    if (askedBy !== null) return [t('capture.hint.no-page'), t('capture.auto')];
    const side = wantedSide(list);
    if (side !== null) return [t(`capture.${side}`), t('capture.sideText')];
    const number = list.pages.length;
    if (list.pages.at(-1)?.flaw) return [t('capture.takenFlaw', { number }), t('capture.takenFlawText')];
    return [t('capture.taken', { number }), t('capture.takenText')];
  }
}
