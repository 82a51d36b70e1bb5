import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { toBase64 } from '../../contracts/domain/base64.ts';
import type { FormField } from '../../contracts/domain/catalogue.ts';
import { type FormWriter, MAX_DRAFT_CHARS } from '../../contracts/domain/form.ts';
import { SharedForm } from './shared-form.ts';

const label = { 'zh-CN': '项', en: 'item' };
const QUESTIONS: FormField[] = [
  { id: 'name', label, kind: 'text', required: true },
  { id: 'closing-date', label, kind: 'date', required: false },
];
const at = '2026-01-31T08:00:00.000Z';
const CITIZEN: FormWriter = { side: 'citizen', device: 'booth', name: '', at };
const AGENT: FormWriter = { side: 'agent', device: 'desk', name: '演示', at };

const fresh = () => new SharedForm(QUESTIONS, SharedForm.empty());
const typed = () => 'typed' as const;
const confirm = (value: string, seen: number, fieldId = 'name') => ({ type: 'confirm', fieldId, value, seen }) as const;

function updateOf(write: (doc: Y.Doc) => void): string {
  const doc = new Y.Doc();
  write(doc);
  return toBase64(Y.encodeStateAsUpdate(doc));
}

describe('what the hub takes of a form', () => {
  it('takes letters once, however often they come', () => {
    const form = fresh();
    const update = updateOf((doc) => doc.getText('name').insert(0, '演示'));
    expect(form.edit(update, AGENT, typed)).toMatchObject({
      ok: true,
      value: { fields: { name: { wrote: { side: 'agent' } } } },
    });
    expect(form.edit(update, CITIZEN, typed)).toMatchObject({ ok: true, value: { update: null, fields: {} } });
    expect([form.text('name'), form.rev]).toEqual(['演示', 1]);
  });

  it.each([
    ['a field that the form does not ask for', (doc: Y.Doc) => doc.getText('other').insert(0, 'x'), 'invalid_input'],
    ['a map in place of text', (doc: Y.Doc) => doc.getMap('name').set('a', 1), 'invalid_input'],
    ['formatted text', (doc: Y.Doc) => doc.getText('name').insert(0, 'x', { bold: true }), 'invalid_input'],
    ['something embedded', (doc: Y.Doc) => doc.getText('name').insertEmbed(0, { a: 1 }), 'invalid_input'],
    ['a flood', (doc: Y.Doc) => doc.getText('name').insert(0, 'x'.repeat(MAX_DRAFT_CHARS + 1)), 'too_large'],
  ])('refuses %s, and says that its copy is spoilt', (_what, write, code) => {
    const form = fresh();
    expect(form.edit(updateOf(write), CITIZEN, typed)).toMatchObject({ ok: false, error: { code } });
    expect([form.dirty, form.rev]).toEqual([true, 0]);
  });

  it('refuses bytes that are no update, and letters that rest on others it never got', () => {
    expect(fresh().edit(toBase64(new Uint8Array([1, 2, 3, 250])), CITIZEN, typed)).toMatchObject({ ok: false });
    const doc = new Y.Doc();
    doc.getText('name').insert(0, 'a');
    const vector = Y.encodeStateVector(doc);
    doc.getText('name').insert(1, 'b');
    const second = toBase64(Y.encodeStateAsUpdate(doc, vector));
    expect(fresh().edit(second, CITIZEN, typed)).toMatchObject({ ok: false, error: { code: 'wrong_state' } });
  });
});

describe('confirmed values', () => {
  it("stand against an agent, who had them before them or not: the agent's value is a proposal", () => {
    const form = fresh();
    expect(form.act(confirm('甲', 0), CITIZEN)).toMatchObject({ value: { outcome: 'applied', contentChanged: true } });
    expect(form.act(confirm('乙', 1), AGENT)).toMatchObject({ value: { outcome: 'proposed', contentChanged: false } });
    expect(form.fields.name).toMatchObject({ confirmed: { value: '甲', seq: 1 }, proposals: [{ value: '乙' }] });
    expect(form.values()).toEqual({ name: '甲' });
  });

  it('go by the citizen, who had them before them', () => {
    const form = fresh();
    form.act(confirm('甲', 0), CITIZEN);
    expect(form.act(confirm('乙', 0), CITIZEN)).toMatchObject({ value: { outcome: 'proposed' } });
    expect(form.act(confirm('乙', 1), CITIZEN)).toMatchObject({ value: { outcome: 'applied' } });
    expect(form.fields.name).toMatchObject({ confirmed: { value: '乙', seq: 2 }, proposals: [] });
  });

  it("become the citizen's when the citizen confirms what the agent did", () => {
    const form = fresh();
    form.act(confirm('甲', 0), AGENT);
    form.act(confirm('甲', 1), CITIZEN);
    expect(form.fields.name?.confirmed).toMatchObject({ by: { side: 'citizen' }, seq: 1 });
    expect(form.version).toBe(1);
  });

  it('are held against their rule', () => {
    const form = fresh();
    expect(form.act(confirm('2026-02-30', 0, 'closing-date'), AGENT)).toMatchObject({ ok: false });
    expect(form.act(confirm('', 0), CITIZEN)).toMatchObject({ ok: false });
    expect(form.act(confirm('x', 0, 'other'), CITIZEN)).toMatchObject({ error: { code: 'invalid_input' } });
  });

  it('are doubted by anybody, and trusted again when they are confirmed anew', () => {
    const form = fresh();
    form.act(confirm('甲', 0), CITIZEN);
    form.act({ type: 'doubt', fieldId: 'name', reason: '与执照不符' }, AGENT);
    expect(form.fields.name?.doubt).toMatchObject({ reason: '与执照不符' });
    form.act(confirm('甲', 1), CITIZEN);
    expect(form.fields.name?.doubt).toBeNull();
  });

  it('proposals of the citizen are set aside by the citizen only', () => {
    const form = fresh();
    form.act(confirm('甲', 0), AGENT);
    form.act(confirm('乙', 0), CITIZEN);
    expect(form.act({ type: 'dismiss', fieldId: 'name' }, AGENT)).toMatchObject({ value: { outcome: 'unchanged' } });
    expect(form.act({ type: 'dismiss', fieldId: 'name' }, CITIZEN)).toMatchObject({ value: { outcome: 'applied' } });
  });
});
