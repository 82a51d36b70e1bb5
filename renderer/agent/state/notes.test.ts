import { describe, expect, it } from 'vitest';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import { VirtualClock } from '../../../contracts/time.ts';
import { NOTE_REST_MS, NOTE_RETRY_MS, Notes } from './notes.ts';
import { IDS } from './testing.ts';

function desk(answers: Result<null, XiaowuError>[] = [], box = new Map<string, string>()) {
  const clock = new VirtualClock();
  const sent: unknown[] = [];
  const notes = new Notes({
    clock,
    storage: {
      getItem: (key) => box.get(key) ?? null,
      setItem: (key, value) => void box.set(key, value),
      removeItem: (key) => void box.delete(key),
    },
    storageKey: 'notes',
    send: async (draft) => {
      sent.push(draft);
      return answers.shift() ?? ok(null);
    },
    onChange: () => undefined,
  });
  return { clock, sent, notes, box };
}

describe('Notes', () => {
  it('sends what was typed once, after a rest', async () => {
    const { clock, sent, notes } = desk();
    notes.write(IDS.visit, 'booth', { note: 'a' });
    await clock.advance(NOTE_REST_MS - 1);
    notes.write(IDS.visit, 'booth', { note: 'ab', outcome: 'done' });
    await clock.advance(NOTE_REST_MS - 1);
    expect(sent).toEqual([]);
    await clock.advance(1);
    expect(sent).toEqual([{ visitId: IDS.visit, note: 'ab', outcome: 'done' }]);
    expect(notes.of(IDS.visit)?.state).toBe('saved');
    expect(notes.unsaved).toEqual([]);
  });

  it('has nothing to send when all was taken back', async () => {
    const { clock, sent, notes, box } = desk();
    notes.write(IDS.visit, 'booth', { note: 'a' });
    notes.write(IDS.visit, 'booth', { note: '' });
    await clock.advance(NOTE_REST_MS);
    expect(sent).toEqual([]);
    expect(notes.of(IDS.visit)).toBeNull();
    expect(box.size).toBe(0);
  });

  it('sends at once when the time to write ends', async () => {
    const { sent, notes } = desk();
    notes.write(IDS.visit, 'booth', { note: 'half a sent' });
    await notes.flush();
    expect(sent).toEqual([{ visitId: IDS.visit, note: 'half a sent' }]);
  });

  it('keeps what the hub did not take, says so, and tries again', async () => {
    const { clock, sent, notes, box } = desk([err(fail('disconnected')), ok(null)]);
    notes.write(IDS.visit, 'booth', { note: 'a' });
    await clock.advance(NOTE_REST_MS);
    expect(notes.of(IDS.visit)).toMatchObject({ state: 'failed', error: { code: 'disconnected' } });
    expect(box.get('notes')).toContain('"note":"a"');
    await clock.advance(NOTE_RETRY_MS);
    expect(sent).toHaveLength(2);
    expect(notes.of(IDS.visit)?.state).toBe('saved');
    expect(box.size).toBe(0);
  });

  it('comes back with it after a reload, and sends it', async () => {
    const box = new Map<string, string>();
    const before = desk([], box);
    before.notes.write(IDS.visit, 'booth', { note: 'not yet sent' });
    before.notes.close();
    const after = desk([], box);
    expect(after.notes.of(IDS.visit)?.note).toBe('not yet sent');
    await after.clock.advance(NOTE_REST_MS);
    expect(after.sent).toEqual([{ visitId: IDS.visit, note: 'not yet sent' }]);
  });

  it('does not call saved what was typed while the last word was on its way', async () => {
    const { clock, sent, notes } = desk();
    notes.write(IDS.visit, 'booth', { note: 'a' });
    const flushed = notes.flush();
    notes.write(IDS.visit, 'booth', { note: 'ab' });
    await flushed;
    expect(notes.of(IDS.visit)?.state).toBe('typing');
    await clock.advance(NOTE_REST_MS);
    expect(sent).toHaveLength(2);
    expect(notes.of(IDS.visit)).toMatchObject({ note: 'ab', state: 'saved' });
  });
});
