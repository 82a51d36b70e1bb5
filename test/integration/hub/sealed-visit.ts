import { v7 } from 'uuid';
import type { Service } from '../../../contracts/domain/catalogue.ts';
import { API_PREFIX, PHONE_ROUTES } from '../../../contracts/hub/http.ts';
import { phoneHttp } from '../../../contracts/hub/phone.ts';
import { unwrap } from '../../../contracts/result.ts';
import { SocketParty } from '../form/socket-party.ts';
import type { Rig, TestAgent, TestBooth } from './rig.ts';

/** A visit in which everything is said that a citizen, or an agent of them, can say; no two of the words are the same. */

/** In the form. */
export const FORM = {
  'company-name': '番禺银杏演示商行',
  'credit-code': '91350100M000100Y43',
  'legal-representative': '欧阳银杏',
  'id-number': '11010519491231002X',
  phone: '13955550001',
  'unpaid-tax': '81234.56',
} as const;

/** On the papers, as they were read and as the agent put them right. */
export const READ = {
  text: '居民身份证 司徒青松 住址榕树头街七百零一号',
  name: '司徒青松',
  card: '6222021234567894321',
  idNumber: '440106198807162231',
  corrected: '司徒青柏',
} as const;

export const MAILING = { recipient: '上官红棉', phone: '13955550002', address: '木棉巷八百零二号二楼' } as const;

/** Words that agents typed, and what a citizen left who did not wait. */
export const WORDS = {
  doubt: '与身份证上的紫荆不一致',
  draft: '白兰草稿还没确认',
  proposal: '番禺凤凰木商行',
  refusal: '凤眼兰签名缺一笔',
  note: '夫妻双方桂花到场',
  wrapUp: '客户姓紫藤，下周再来',
  handOver: '请看她的紫薇证件',
  phone: '13955550003',
  message: '请打给我先生罗汉松',
  outcome: '已与罗汉果太太说清',
} as const;

export const ALL_SAID: readonly string[] = [
  ...Object.values(FORM),
  ...Object.values(READ),
  ...Object.values(MAILING),
  ...Object.values(WORDS),
];

export interface SaidVisit {
  readonly visitId: string;
  readonly caseId: string;
  readonly fileId: string;
  readonly fieldIds: readonly string[];
  readonly phoneToken: string;
  readonly noticeId: string;
}

/** Ends with the citizen in the booth, and the tax office at the table. */
export async function sayEverything(rig: Rig): Promise<SaidVisit> {
  const booth = await rig.booth();
  const { catalogue } = await booth.hello();
  const service = catalogue.services.find(({ id }) => id === 'tax-clearance');
  if (!service) throw new Error('no such service');
  await leaveMessage(rig);
  const tax = await rig.agent('demo-tax-1');
  await tax.available();
  const phoneToken = await rig.checkin();
  const consent = { consent: true, language: 'zh-CN', serviceId: service.id } as const;
  const { id: visitId } = unwrap((await rig.http(PHONE_ROUTES.enter, phoneHttp.enter, consent, phoneToken)).result);
  await booth.tell(visitId, { type: 'citizen.inside' });
  const { callId } = unwrap(await booth.call('call.request', { visitId }));
  await tax.accept();
  const { id: caseId } = unwrap(await tax.call('case.open', { visitId, serviceId: service.id }));

  const fileId = await readPaper(rig, booth, visitId);
  const fields = [{ id: 'name', value: READ.corrected }];
  unwrap(await tax.call('paper.confirm', { visitId, fileId, fields }));
  unwrap(await booth.call('mailing.give', { visitId, mailing: MAILING }));
  unwrap(await tax.call('locker.ask', { visitId }));
  await fillIn(booth, tax, service, caseId);
  const noticeId = await refuseAndTell(tax, catalogue.questions ?? [], caseId);
  unwrap(await tax.call('case.note', { caseId, note: WORDS.note }));
  unwrap(await tax.call('wrapup.note', { visitId, note: WORDS.wrapUp }));
  unwrap(await tax.call('call.ask', { callId, purpose: 'add', departmentId: 'housing-fund', note: WORDS.handOver }));
  unwrap(await booth.call('receipt.prepare', { visitId }));
  return { visitId, caseId, fileId, fieldIds: service.form.map(({ id }) => id), phoneToken, noticeId };
}

/** Somebody else at another booth does not wait, and is called back. */
async function leaveMessage(rig: Rig): Promise<void> {
  const booth = await rig.booth('sealed-2');
  const visit = await booth.begin({ serviceId: 'tax-clearance' });
  const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
  await booth.next<{ choices: string[] }>('call.waiting', ({ choices }) => choices.includes('message'));
  const said = { choice: 'message', callId, phone: WORDS.phone, text: WORDS.message } as const;
  unwrap(await booth.call('call.instead', said));
  unwrap(await booth.call('visit.end', { visitId: visit.id, end: 'left' }));
  const tax = await rig.agent('demo-tax-2');
  const { followUps } = unwrap(await tax.call('hello'));
  const owed = followUps.find(({ visitId }) => visitId === visit.id);
  if (owed?.phone !== WORDS.phone || owed.text !== WORDS.message) throw new Error('the desk does not see what is owed');
  unwrap(await tax.call('followup.take', { id: owed.id }));
  const done = unwrap(await tax.call('followup.done', { id: owed.id, outcome: WORDS.outcome }));
  if (done.outcome !== WORDS.outcome) throw new Error('the desk does not see what came of it');
}

/** A paper is stored and read, as the booth tells it. */
async function readPaper(rig: Rig, booth: TestBooth, visitId: string): Promise<string> {
  const fileId = v7();
  const url = `${rig.hub.url}${API_PREFIX}/booth/visits/${visitId}/files/${fileId}?widthPx=4000&heightPx=3000`;
  const answer = await fetch(url, {
    method: 'PUT',
    headers: { authorization: `Bearer ${await rig.boothToken()}`, 'content-type': 'image/jpeg' },
    body: new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]),
  });
  if (!answer.ok) throw new Error(`the still was answered ${answer.status}`);
  const field = (id: string, value: string) =>
    ({ id, value, confidence: 0.9, rule: 'none', confirmed: false }) as const;
  await booth.tell(visitId, {
    type: 'paper.read',
    reading: {
      fileId,
      kind: 'id-card-front',
      fields: [field('name', READ.name), field('id-number', READ.idNumber), field('card-number', READ.card)],
      text: READ.text,
      durationMs: 1,
    },
  });
  return fileId;
}

/** The citizen confirms what is theirs; the agent doubts one value and proposes another. */
async function fillIn(booth: TestBooth, tax: TestAgent, service: Service, caseId: string): Promise<void> {
  const citizen = new SocketParty(
    caseId,
    service.form.map(({ id }) => id),
  );
  citizen.join(booth);
  await citizen.until((view) => view.ready && view.writable);
  for (const [id, value] of Object.entries(FORM)) {
    citizen.replica.type(id, value);
    citizen.replica.confirm(id);
  }
  await citizen.until((view) => !view.waiting && Object.keys(FORM).every((id) => view.fields[id]?.confirmed));
  const act = (wish: object) => tax.ask('form.act', { caseId, actId: v7(), act: wish });
  const proposal = { type: 'confirm', fieldId: 'company-name', value: WORDS.proposal, seen: 0 };
  for (const wish of [{ type: 'doubt', fieldId: 'id-number', reason: WORDS.doubt }, proposal]) unwrap(await act(wish));
  await citizen.until(({ fields }) => fields['company-name']?.proposals.length === 1 && !!fields['id-number']?.doubt);
  citizen.replica.type('legal-representative', WORDS.draft);
  await citizen.until((view) => !view.waiting);
  citizen.replica.close();
}

/** One paper is refused in the agent's own words, and the citizen is told once what is missing. */
async function refuseAndTell(tax: TestAgent, questions: { id: string; choices: { id: string }[] }[], caseId: string) {
  const { needs } = unwrap(await tax.call('case.answers', { caseId, answers: {} }));
  const first = (id: string) => questions.find((one) => one.id === id)?.choices[0]?.id ?? '';
  const answers = Object.fromEntries((needs?.questionIds ?? []).map((id) => [id, first(id)]));
  unwrap(await tax.call('case.answers', { caseId, answers }));
  const refusal = { requiredPaperId: 'id-card', state: 'refused', reason: WORDS.refusal } as const;
  unwrap(await tax.call('case.paper', { caseId, ...refusal }));
  return unwrap(await tax.call('notice.give', { caseId, follows: [] })).id;
}
