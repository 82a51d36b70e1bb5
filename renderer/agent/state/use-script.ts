import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { citizenOf } from './call-people.ts';
import { useDeskState } from './desk-context.ts';
import { SCRIPT_MOMENTS, type ScriptMoment, scriptOf } from './script.ts';
import { greetingOf, momentOf, scriptFacts } from './script-facts.ts';
import { SCRIPTS } from './script-files.ts';

export interface Script {
  readonly moment: ScriptMoment;
  /** Moments that have something to say now. */
  readonly moments: readonly ScriptMoment[];
  readonly lines: readonly string[];
  /** The line that is next. */
  readonly index: number;
  readonly line: string | null;
  /** The line is shown large under the camera. */
  readonly isLarge: boolean;
  choose(moment: ScriptMoment): void;
  at(index: number): void;
  next(): void;
  nextMoment(): void;
  toggleLarge(): void;
  /** Puts the line on the clipboard; null without a line. */
  copy(): Promise<boolean> | null;
}

/** The wording for the moment of the call, and how far the agent is in it. Null outside a call of one's own. */
export function useScript(): Script | null {
  const { call, home, caseId, fileId } = useDeskState();
  const { t } = useTranslation('agent');
  const [chosen, setChosen] = useState<{ moment: ScriptMoment; expected: ScriptMoment } | null>(null);
  const [place, setPlace] = useState<{ key: string; index: number }>({ key: '', index: 0 });
  const [isLarge, setLarge] = useState(false);
  // Who only watches says nothing.
  if (!call || home?.agent.role !== 'agent') return null;
  const { visit, booth } = call;
  const { language } = visit;
  const facts = scriptFacts({
    agent: home.agent,
    booth,
    visit,
    catalogue: home.catalogue,
    caseId,
    language,
    greeting: t(`script.greeting.${greetingOf(new Date().getHours())}`, { lng: language }),
  });
  const reading = visit.readings.find((one) => one.fileId === fileId);
  const expected = momentOf({
    visit,
    caseId,
    isHeld: citizenOf(call)?.place === 'hold',
    isReading: reading?.fields.some((field) => !field.confirmed) === true,
  });
  // A choice stands until the call goes on by itself.
  const moment = chosen?.expected === expected ? chosen.moment : expected;
  const of = (one: ScriptMoment) => scriptOf(SCRIPTS, one, facts, language);
  const lines = of(moment);
  const key = `${moment}/${facts.serviceId}`;
  const index = place.key === key ? Math.min(place.index, lines.length - 1) : 0;
  const moments = SCRIPT_MOMENTS.filter((one) => of(one).length > 0);
  const line = lines[index] ?? null;
  return {
    moment,
    moments,
    lines,
    index,
    line,
    isLarge,
    choose: (one) => setChosen({ moment: one, expected }),
    at: (next) => setPlace({ key, index: next }),
    next: () => setPlace({ key, index: (index + 1) % Math.max(1, lines.length) }),
    nextMoment: () => {
      const after = moments[(moments.indexOf(moment) + 1) % Math.max(1, moments.length)];
      if (after) setChosen({ moment: after, expected });
    },
    toggleLarge: () => setLarge(!isLarge),
    copy: () => (line === null ? null : copyText(line)),
  };
}

/** False when the browser does not allow it: then the text is marked by hand. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
