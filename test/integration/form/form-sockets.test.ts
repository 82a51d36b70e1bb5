import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalHash } from '../../../contracts/domain/canonical.ts';
import type { Service } from '../../../contracts/domain/catalogue.ts';
import { formContent } from '../../../contracts/domain/form.ts';
import type { VisitCase } from '../../../contracts/domain/visit.ts';
import { AGENT_FILE_PATH, API_PREFIX } from '../../../contracts/hub/http.ts';
import { unwrap } from '../../../contracts/result.ts';
import { type Rig, startRig, type TestAgent, type TestBooth } from '../hub/rig.ts';
import { chanceFrom } from './played-form.ts';
import { SocketParty } from './socket-party.ts';

const SERVICE = 'tax-clearance';
const PEN = PNG.sync.write(new PNG({ width: 60, height: 30 })).toString('base64');

let dataDir: string;
let rig: Rig;

const database = () => ({ kind: 'embedded', folder: join(dataDir, 'database') }) as const;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'xiaowu-form-'));
  rig = await startRig({ database: database(), dataDir });
});

afterAll(async () => {
  await rig.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function openVisit(): Promise<{ booth: TestBooth; tax: TestAgent; kase: VisitCase; service: Service }> {
  const booth = await rig.booth();
  const { catalogue } = await booth.hello();
  const tax = await rig.agent('demo-tax-1');
  await tax.available();
  const visit = await booth.begin({ serviceId: SERVICE });
  unwrap(await booth.call('call.request', { visitId: visit.id }));
  await tax.accept();
  const kase = unwrap(await tax.call('case.open', { visitId: visit.id, serviceId: SERVICE }));
  const service = catalogue.services.find((one) => one.id === SERVICE);
  if (!service) throw new Error(SERVICE);
  return { booth, tax, kase, service };
}

/** A value that the rule of each kind of field takes. */
function answerTo(field: Service['form'][number]): string {
  switch (field.kind) {
    case 'id-number':
      return '11010519491231002X';
    case 'credit-code':
      return '91350100M000100Y43';
    case 'phone':
      return '13800000000';
    case 'date':
      return '2026-01-31';
    case 'amount':
      return '120.50';
    case 'choice':
      return field.choices?.[0]?.id ?? '';
    case 'boolean':
      return 'true';
    default:
      return '演示内容';
  }
}

describe('a form over real lines', () => {
  it('is equal at both ends after 400 edits, ten cuts and a restart of the hub', async () => {
    const first = await openVisit();
    const { kase, service } = first;
    const chance = chanceFrom(7);
    const fieldIds = service.form.map((field) => field.id);
    const citizen = new SocketParty(kase.id, fieldIds);
    const agent = new SocketParty(kase.id, fieldIds);
    citizen.join(first.booth);
    agent.join(first.tax);
    const field = fieldIds[0] ?? '';
    let letters = 0;
    for (let edit = 0; edit < 400; edit++) {
      const { replica } = chance() < 0.5 ? citizen : agent;
      const text = replica.text(field);
      const at = Math.floor(chance() * (text.length + 1));
      replica.splice(field, { at, remove: 0, insert: String.fromCharCode(0x4e00 + letters++) });
      if (edit % 40 === 20) citizen.cut();
      if (edit % 40 === 30) {
        citizen.join(await rig.booth());
        await citizen.until((view) => !view.waiting);
      }
      if (edit === 200) {
        agent.cut();
        citizen.cut();
        await rig.close();
        rig = await startRig({ database: database(), dataDir });
        citizen.join(await rig.booth());
        agent.join(await rig.agent('demo-tax-1'));
      }
    }
    citizen.cut();
    const booth = await rig.booth();
    citizen.join(booth);
    const whole = (view: { waiting: boolean; texts: Readonly<Record<string, string>> }) =>
      !view.waiting && view.texts[field]?.length === letters;
    const [here, there] = [await citizen.until(whole), await agent.until(whole)];
    expect(here.texts).toEqual(there.texts);
    expect([...(here.texts[field] ?? '')].sort()).toEqual(
      Array.from({ length: letters }, (_, n) => String.fromCharCode(0x4e00 + n)),
    );
    // The case itself shows what counts.
    const { cases } = unwrap(await booth.call('visit.get', { visitId: kase.visitId }));
    expect(cases.find(({ id }) => id === kase.id)?.form[field]).toBe(here.texts[field]);
    citizen.replica.close();
    agent.replica.close();
    await rig.reset();
  }, 120_000);

  it('is written by its parties only, signed by the citizen only, and the signature dies with a change', async () => {
    const old = await rig.booth();
    const { visit } = await old.hello();
    if (visit) unwrap(await old.call('visit.end', { visitId: visit.id, end: 'completed' }));
    await rig.reset();
    const { booth, tax, kase, service } = await openVisit();
    const fieldIds = service.form.map((field) => field.id);
    const caseId = kase.id;

    // Whoever is not party finds no form, whatever they ask.
    const stranger = await rig.agent('demo-social-1');
    const other = await rig.booth('demo-booth-77');
    for (const line of [stranger, other]) {
      expect(await line.ask('form.open', { caseId })).toMatchObject({ error: { code: 'not_found' } });
      const look = { caseId, fieldId: null, guide: false };
      expect(await line.ask('form.look', look)).toMatchObject({ error: { code: 'not_found' } });
    }
    // No desk has a way to sign.
    expect(await tax.ask('form.sign', {})).toMatchObject({ error: { code: 'unknown_channel' } });

    const citizen = new SocketParty(caseId, fieldIds);
    citizen.join(booth);
    await citizen.until((view) => view.ready && view.writable);
    const hashOf = () => {
      const {
        case: number,
        title,
        service: id,
        fields,
      } = formContent(kase.number, service, citizen.replica.view().fields);
      return canonicalHash({ case: number, title, service: id, fields: [...fields] });
    };
    const sign = async (hash: string) =>
      booth.call('form.sign', {
        caseId,
        signatureId: v7(),
        hash,
        strokes: [
          [
            [0.1, 0.1, 0],
            [0.9, 0.2, 400],
          ],
        ],
        png: PEN,
      });
    expect(await sign(await hashOf())).toMatchObject({ ok: false, error: { code: 'wrong_state' } });
    for (const field of service.form) {
      citizen.replica.type(field.id, answerTo(field));
      citizen.replica.confirm(field.id);
    }
    await citizen.until((view) => !view.waiting && fieldIds.every((id) => view.fields[id]?.confirmed));
    expect(await sign('0'.repeat(64))).toMatchObject({ ok: false, error: { code: 'wrong_state' } });
    const signature = unwrap(await sign(await hashOf()));
    await citizen.until((view) => view.signature?.id === signature.id);

    // The PDF lies with the visit's files, for whoever may read them.
    const url = `${rig.hub.url}${API_PREFIX}${AGENT_FILE_PATH.replace(':fileId', signature.fileId ?? '')}`;
    const pdf = await fetch(url, { headers: { authorization: `Bearer ${tax.token}` } });
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');

    // An agent's other value is a proposal and changes nothing; the citizen's own voids the signature.
    const text = service.form.find((field) => field.kind === 'text')?.id ?? '';
    const propose = { type: 'confirm', fieldId: text, value: '另一个', seen: 1 } as const;
    expect(await tax.call('form.act', { caseId, actId: v7(), act: propose })).toMatchObject({
      value: { outcome: 'proposed', changed: { signature: { id: signature.id } } },
    });
    const proposed = await citizen.until((view) => view.fields[text]?.proposals.length === 1);
    expect(proposed.signature?.voidedAt).toBeUndefined();
    citizen.replica.confirm(text, '另一个');
    const voided = await citizen.until((view) => view.signature?.voidedAt !== undefined);
    expect(voided.fields[text]).toMatchObject({ confirmed: { value: '另一个', seq: 2 }, proposals: [] });
    type Entry = { fact: { type: string } };
    await tax.next<Entry>('timeline.added', ({ fact }) => fact.type === 'form.signed');
    await tax.next<Entry>('timeline.added', ({ fact }) => fact.type === 'form.voided');

    // A decided case is closed to everybody.
    unwrap(await tax.call('case.set', { caseId, state: 'withdrawn' }));
    citizen.replica.type(text, '太晚');
    const late = await citizen.until((view) => view.refused !== null);
    expect(late.refused?.code).toBe('wrong_state');
    await citizen.until((view) => view.ready && !view.waiting && view.texts[text] !== '太晚');
    citizen.replica.close();
  }, 60_000);
});
