import { useEffect, useState } from 'react';
import { useDesk, useDeskState } from '../state/desk-context.ts';
import type { Colleague } from '../state/desk-types.ts';

/** The hub is asked when the typing rests for so long: a person types a letter about every 200 ms. */
const REST_MS = 250;

/** No name is longer: what is typed beyond it finds nobody, and the hub takes no more. */
const LONGEST_NAME = 40;

/**
 * Everybody of the own department, and those of others whom the hub finds by what was typed. Asked again when it changes who
 * is there, so that nobody is shown as free who is not.
 */
export function useFoundColleagues(query: string): readonly Colleague[] {
  const desk = useDesk();
  const { colleagues, departments } = useDeskState();
  const [found, setFound] = useState<{ readonly text: string; readonly colleagues: readonly Colleague[] } | null>(null);
  const text = query.trim().slice(0, LONGEST_NAME);
  // biome-ignore lint/correctness/useExhaustiveDependencies: departments is read by asking again when it changes
  useEffect(() => {
    if (text === '') return;
    let isWanted = true;
    const timer = setTimeout(async () => {
      const answer = await desk.run('colleague.find', { text });
      if (isWanted && answer.ok) setFound({ text, colleagues: answer.value.colleagues });
    }, REST_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [desk, text, departments]);
  if (text === '' || !found) return colleagues;
  // What the hub says of the own department by itself is newer.
  const own = new Set(colleagues.map(({ agent }) => agent.id));
  return [...colleagues, ...found.colleagues.filter(({ agent }) => !own.has(agent.id))];
}
