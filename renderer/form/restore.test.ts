import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { fromBase64, toBase64 } from '../../contracts/domain/base64.ts';
import { fail } from '../../contracts/errors.ts';
import { err, ok } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import type { FormLink } from './replica.ts';
import { FormShelf } from './shelf.ts';

const CASE = '019a0000-0000-7000-8000-000000000001';

/** A hub's copy of one form, over a line that is there or not. */
function hub() {
  const doc = new Y.Doc();
  const line = { up: true };
  let rev = 0;
  const changed = { caseId: CASE, fields: {}, version: 0, signature: null };
  const link: FormLink = {
    open: async ({ vector }) => {
      if (!line.up) return err(fail('disconnected'));
      const update = Y.encodeStateAsUpdate(doc, vector ? fromBase64(vector) : undefined);
      const state = { rev, update: toBase64(update), vector: toBase64(Y.encodeStateVector(doc)) };
      return ok({ ...changed, ...state, writable: true });
    },
    edit: async ({ update }) => {
      if (!line.up) return err(fail('disconnected'));
      Y.applyUpdate(doc, fromBase64(update));
      rev += 1;
      return ok({ ...changed, rev, update });
    },
    act: async () => err(fail('disconnected')),
  };
  return { line, link: { ...link, look: async () => ok(null) }, text: () => doc.getText('name').toString() };
}

async function settle(clock: VirtualClock): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await clock.advance(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it.each(['before', 'after'])(
  'sends the letters of a screen that died, when they come %s the form is opened',
  async (when) => {
    const clock = new VirtualClock(0);
    const { line, link, text } = hub();
    const kept = new Map<string, string | null>();
    let fresh = 0;
    const tools = {
      link,
      clock,
      freshId: () => `${fresh++}`,
      keepOf: (caseId: string) => ({ load: () => null, save: (one: string | null) => void kept.set(caseId, one) }),
    };
    const first = new FormShelf(tools);
    first.of(CASE, ['name']).type('name', '演示');
    await settle(clock);
    line.up = false;
    first.of(CASE, ['name']).type('name', '演示贸易');
    await settle(clock);
    const left = kept.get(CASE);
    expect(left).toEqual(expect.any(String));
    expect(text()).toBe('演示');

    // The screen died; another one comes up.
    line.up = true;
    const second = new FormShelf(tools);
    if (when === 'before') second.restore(CASE, left ?? '');
    const replica = second.of(CASE, ['name']);
    if (when === 'after') {
      await settle(clock);
      second.restore(CASE, left ?? '');
    }
    await settle(clock);
    expect(text()).toBe('演示贸易');
    expect(replica.view()).toMatchObject({ waiting: false, texts: { name: '演示贸易' } });
    expect(kept.get(CASE), 'nothing is left to keep').toBeNull();
    first.clear();
    second.clear();
  },
);
