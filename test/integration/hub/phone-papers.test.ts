import { PNG } from 'pngjs';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call, CallInput } from '../../../contracts/channel.ts';
import { canonicalHash } from '../../../contracts/domain/canonical.ts';
import type { Catalogue, FormField, Service } from '../../../contracts/domain/catalogue.ts';
import { formContent } from '../../../contracts/domain/form.ts';
import type { Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import { PHONE_FORM_ROUTES, phoneFormHttp } from '../../../contracts/hub/form.ts';
import { API_PREFIX, type HttpRoute, PHONE_ROUTES } from '../../../contracts/hub/http.ts';
import { phoneHttp } from '../../../contracts/hub/phone.ts';
import { PHONE_DOCUMENT_PATH, PHONE_KEEP_ROUTES, phoneKeepHttp } from '../../../contracts/hub/phone-keep.ts';
import { unwrap } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { FormReplica, type FormView } from '../../../renderer/form/replica.ts';
import { PROJECT_DIRS } from '../../../server/config.ts';
import { loadPolicy } from '../../../server/keeping/policy.ts';
import { type Rig, startRig, type TestAgent, type TestBooth } from './rig.ts';

const SERVICE = 'tax-clearance';
const PEN = PNG.sync.write(new PNG({ width: 60, height: 30 })).toString('base64');
const TIMEOUT_MS = 60_000;

/** A value that the rule of each kind of field takes. */
const ANSWERS: Readonly<Record<FormField['kind'], string>> = {
  'id-number': '11010519491231002X',
  'credit-code': '91350100M000100Y43',
  phone: '13800000000',
  date: '2026-01-31',
  amount: '120.50',
  address: '演示路 1 号',
  text: '演示内容',
  boolean: 'true',
  choice: '',
};

describe('what a citizen signs and keeps on the phone', () => {
  let rig: Rig;
  let booth: TestBooth;
  let tax: TestAgent;
  let token: string;
  let visit: Visit;
  let kase: VisitCase;
  let service: Service;

  beforeAll(async () => {
    rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
    booth = await rig.booth();
    const catalogue: Catalogue = unwrap((await rig.http(PHONE_ROUTES.catalogue, phoneHttp.catalogue, null)).result);
    const found = catalogue.services.find(({ id }) => id === SERVICE);
    if (!found) throw new Error(SERVICE);
    service = found;
    tax = await rig.agent('demo-tax-1');
    await tax.available();
    token = await rig.checkin();
    booth.orders['door.open'] = async () => ({ ok: true, value: null });
    const wish = { consent: true, language: 'zh-CN', serviceId: SERVICE } as const;
    visit = unwrap((await rig.http(PHONE_ROUTES.enter, phoneHttp.enter, wish, token)).result);
    unwrap(await booth.call('call.request', { visitId: visit.id }));
    await tax.accept();
    kase = unwrap(await tax.call('case.open', { visitId: visit.id, serviceId: SERVICE }));
    form = new FormReplica({
      caseId: kase.id,
      fieldIds: service.form.map(({ id }) => id),
      link: {
        open: (input) => ask(PHONE_FORM_ROUTES.open, phoneFormHttp.open, input),
        edit: (input) => ask(PHONE_FORM_ROUTES.edit, phoneFormHttp.edit, input),
        act: (input) => ask(PHONE_FORM_ROUTES.act, phoneFormHttp.act, input),
      },
      clock: systemClock,
      freshId: v7,
    });
    form.sync();
    await until(({ ready, writable }) => ready && writable);
  }, TIMEOUT_MS);
  afterAll(async () => {
    form?.close();
    await rig?.close();
  });

  let form: FormReplica;
  const ask = async <C extends Call>(route: HttpRoute, contract: C, input: CallInput<C>) =>
    (await rig.http(route, contract, input, token)).result;

  function until(isSo: (view: FormView) => boolean): Promise<FormView> {
    return new Promise((resolve) => {
      const look = () => {
        if (!isSo(form.view())) return;
        stop();
        resolve(form.view());
      };
      const stop = form.subscribe(look);
      look();
    });
  }

  /** Answers as the phone's page does, and waits until the hub has it. */
  async function confirm(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [fieldId, value] of Object.entries(values)) {
      form.type(fieldId, value);
      form.confirm(fieldId);
    }
    await until(({ waiting }) => !waiting);
  }

  /** The hash of what stands there now. */
  async function hashNow(): Promise<string> {
    form.sync();
    const { fields } = await until(({ waiting, ready }) => ready && !waiting);
    const content = formContent(kase.number, service, fields);
    return canonicalHash({ ...content, fields: [...content.fields] });
  }

  const signature = (hash: string) => ({
    caseId: kase.id,
    signatureId: v7(),
    hash,
    strokes: [
      [
        [0.1, 0.1, 0],
        [0.9, 0.2, 400],
      ],
    ] as [number, number, number][][],
    png: PEN,
  });
  const sign = async (input: ReturnType<typeof signature>, as = token) =>
    (await rig.http(PHONE_FORM_ROUTES.sign, phoneFormHttp.sign, input, as)).result;

  it('signs exactly what stands there, once, and anew after a change', async () => {
    expect(await sign(signature(await hashNow()))).toMatchObject({ ok: false, error: { code: 'wrong_state' } });
    await confirm(
      Object.fromEntries(service.form.map(({ id, kind, choices }) => [id, ANSWERS[kind] || (choices?.[0]?.id ?? '')])),
    );
    const before = await hashNow();
    const text = service.form.find(({ kind }) => kind === 'text')?.id ?? '';
    await confirm({ [text]: '改过的内容' });
    expect(await sign(signature(before)), 'the form has changed since').toMatchObject({
      ok: false,
      error: { code: 'wrong_state' },
    });
    const stranger = await rig.checkin();
    expect(await sign(signature(await hashNow()), stranger)).toMatchObject({ error: { code: 'not_found' } });

    const first = signature(await hashNow());
    const signed = unwrap(await sign(first));
    expect(signed).toMatchObject({ device: 'phone', hash: first.hash });
    expect(unwrap(await sign(first)), 'said again after an answer was lost').toEqual(signed);
    expect(await booth.call('form.sign', signature(first.hash)), 'a form has one signature').toMatchObject({
      ok: false,
      error: { code: 'wrong_state' },
    });

    await confirm({ [text]: '又改了' });
    expect((await until(({ signature: one }) => one?.voidedAt !== undefined)).signature?.id).toBe(signed.id);
    expect(unwrap(await booth.call('form.sign', signature(await hashNow())))).toMatchObject({ device: 'booth' });
  });

  /** A document's bytes as the phone fetches them, or the status of the refusal. */
  async function pdf(kind: 'form' | 'certificate', as: string | undefined = token): Promise<Buffer | number> {
    const path = PHONE_DOCUMENT_PATH.replace(':kind', kind).replace(':caseId', kase.id);
    const headers: Record<string, string> = as === undefined ? {} : { authorization: `Bearer ${as}` };
    const answer = await fetch(`${rig.hub.url}${API_PREFIX}${path}`, { headers });
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : answer.status;
  }
  const documents = async () => unwrap(await ask(PHONE_KEEP_ROUTES.documents, phoneKeepHttp.documents, null));
  const follow = async (link: string) =>
    (await rig.http(PHONE_KEEP_ROUTES.follow, phoneKeepHttp.follow, { token: link })).result;

  it('keeps the signed form and the outcome as PDF, for the phone of the visit alone', async () => {
    expect(await documents()).toMatchObject([{ kind: 'form', caseId: kase.id }]);
    expect(await pdf('certificate')).toBe(404);
    const stranger = await rig.checkin();
    expect([await pdf('form', stranger), await pdf('form', 'nobody'), await pdf('form', '')]).toEqual([404, 401, 401]);
    const form = await pdf('form');
    expect(Buffer.isBuffer(form) && form.subarray(0, 5).toString()).toBe('%PDF-');

    const { url } = unwrap(await ask(PHONE_KEEP_ROUTES.followLink, phoneKeepHttp.followLink, null));
    const [address = '', link = ''] = url.split('#');
    expect(address.endsWith('/phone/follow')).toBe(true);
    const open = unwrap(await follow(link));
    const needed = (kase.needs?.papers ?? []).filter(({ optional }) => !optional);
    expect(open.cases[0]?.wanted.map(({ name }) => name)).toEqual(needed.map(({ name }) => name));
    expect(open.until).toBeUndefined();

    await tax.papersDone(kase.id);
    unwrap(await tax.call('case.set', { caseId: kase.id, state: 'accepted' }));
    unwrap(await tax.call('case.set', { caseId: kase.id, state: 'completed' }));
    expect((await documents()).map(({ kind }) => kind)).toEqual(['form', 'certificate']);
    const certificate = await pdf('certificate');
    expect(Buffer.isBuffer(certificate) && certificate.subarray(0, 5).toString()).toBe('%PDF-');

    const mailing = { recipient: '演示收件人', phone: '13800000000', address: '演示路 1 号' };
    unwrap(await ask(PHONE_ROUTES.mailing, phoneHttp.mailing, mailing));
    unwrap(await booth.call('visit.end', { visitId: visit.id, end: 'completed' }));
    expect(await pdf('form'), 'the token died with the visit').toBe(401);
    const left = unwrap(await follow(link));
    expect(left.cases).toMatchObject([{ number: kase.number, state: 'completed', wanted: [] }]);
    expect(left.cases[0]?.there).toBe(left.cases[0]?.needed);
    // Nothing that tells who the citizen is, and no code that opens something.
    const said = JSON.stringify(left);
    for (const word of [
      ANSWERS.text,
      ANSWERS['credit-code'],
      ANSWERS.phone,
      '又改了',
      mailing.recipient,
      mailing.address,
      visit.id,
    ]) {
      expect(said).not.toContain(word);
    }
    const other = link.replace(/.$/, link.endsWith('A') ? 'Q' : 'A');
    for (const wrong of [other, `${'A'.repeat(22)}${link.slice(22)}`, visit.id, 'x']) {
      expect(await follow(wrong)).toMatchObject({ ok: false, error: { code: 'token_invalid' } });
    }
    const { days } = await loadPolicy(PROJECT_DIRS.retentionFile);
    await rig.clock.advance(Date.parse(left.until ?? '') - rig.clock.nowMs() - 1_000);
    expect(Date.parse(left.until ?? '') - Date.parse(left.endedAt ?? '')).toBe(days.follow * 86_400_000);
    unwrap(await follow(link));
    await rig.clock.advance(2_000);
    expect(await follow(link)).toMatchObject({ ok: false, error: { code: 'token_expired' } });
  });
});
