import { describe, expect, it } from 'vitest';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import { Drafts } from './drafts.ts';
import { IDS } from './testing.ts';

const CASE = IDS.visit;

/** A desk whose line answers what the test says, when the test says it. */
function desk(box = new Map<string, string>()) {
  const sent: string[] = [];
  const waiting: ((answer: Result<null, XiaowuError>) => void)[] = [];
  const drafts = new Drafts({
    storage: {
      getItem: (key) => box.get(key) ?? null,
      setItem: (key, value) => void box.set(key, value),
      removeItem: (key) => void box.delete(key),
    },
    storageKey: 'drafts',
    save: (_caseId, note) => {
      sent.push(note);
      return new Promise((resolve) => waiting.push(resolve));
    },
    onChange: () => undefined,
  });
  const answer = async (result: Result<null, XiaowuError>) => {
    waiting.shift()?.(result);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { drafts, sent, answer, box };
}

describe('Drafts', () => {
  it('keeps what was typed until the hub has it, also through a reload', async () => {
    const { drafts, answer, box } = desk();
    drafts.type(CASE, 'half');
    expect(desk(box).drafts.noteOf(CASE)).toBe('half');
    void drafts.save(CASE, 'half');
    await answer(ok(null));
    expect(drafts.noteOf(CASE)).toBeNull();
    expect(box.size).toBe(0);
  });

  it('saves again what the line lost, once it is back', async () => {
    const { drafts, sent, answer } = desk();
    drafts.type(CASE, 'a');
    void drafts.save(CASE, 'a');
    await answer(err(fail('disconnected')));
    drafts.type(CASE, 'a, half');
    drafts.lineIsBack();
    expect(sent).toEqual(['a', 'a']);
    await answer(ok(null));
    expect(drafts.noteOf(CASE), 'what was typed since is for its writer to save').toBe('a, half');
    drafts.lineIsBack();
    expect(sent).toHaveLength(2);
  });

  it('does not repeat what the hub refused, nor an older saving after a newer one', async () => {
    const { drafts, sent, answer } = desk();
    drafts.type(CASE, 'n');
    void drafts.save(CASE, 'n');
    await answer(err(fail('wrong_state')));
    drafts.lineIsBack();
    expect(sent).toEqual(['n']);
    void drafts.save(CASE, 'n');
    await answer(err(fail('disconnected')));
    void drafts.save(CASE, 'nn');
    drafts.lineIsBack();
    expect(sent).toEqual(['n', 'n', 'nn']);
  });

  it('lets go what belongs to cases that are over, and reads nothing that is not its own', () => {
    const { drafts, box } = desk();
    drafts.type(CASE, 'n');
    drafts.keepOnly([]);
    expect(box.size).toBe(0);
    expect(desk(new Map([['drafts', '{"a":1}']])).drafts.noteOf(CASE)).toBeNull();
  });
});
