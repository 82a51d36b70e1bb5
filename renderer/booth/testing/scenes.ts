import type { CallAsk } from '../../../contracts/domain/call.ts';
import type { Service } from '../../../contracts/domain/catalogue.ts';
import type { Party, Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import { fail } from '../../../contracts/errors.ts';
import type { BoothSetup, BoothState } from '../../../contracts/ipc/booth-state.ts';
import type { TechnicianPresence } from '../../../contracts/technician/mode.ts';
import { demoMode } from '../../bench/testing/demo-booth.ts';
import { missingPapers } from './demo-notice.ts';
import { FAKE_FORM } from './fake-form.ts';

/** States of a booth for tests and pictures: Ms Dai's visit, plainly demo data. */

const both = (zh: string, en: string) => ({ 'zh-CN': zh, en });
export const uuid = (last: number) => `01890000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const AT = '2026-01-31T01:30:00.000Z';

const service = (id: string, departmentId: string, zh: string, en: string, prerequisiteIds: string[]): Service => ({
  id,
  departmentId,
  name: both(zh, en),
  summary: both(zh, en),
  papers: [],
  form: [],
  prerequisiteIds,
  outcome: both(zh, en),
  promisedWorkingDays: 0,
  basis: both('演示', 'demo'),
  needsLocker: false,
});
const department = (id: string, zh: string, zhShort: string, en: string, enShort: string) => ({
  id,
  name: both(zh, en),
  shortName: both(zhShort, enShort),
  regionId: 'demo-region',
});

export const setup: BoothSetup = {
  screen: { widthPx: 1080, heightPx: 1920, pxPerMm: 3.6 },
  cameras: { face: '', document: '' },
  development: false,
  iceServers: [],
  departments: [
    department('market-regulation', '市场监管局', '市监', 'Market Regulation', 'Market'),
    department('tax', '税务局', '税务', 'Tax Office', 'Tax'),
    department('social-insurance', '社会保险局', '社保', 'Social Insurance', 'Social'),
    department('housing-fund', '住房公积金中心', '公积金', 'Housing Fund', 'Housing'),
    department('civil-affairs', '民政局', '民政', 'Civil Affairs', 'Civil'),
    department('public-security', '公安局', '公安', 'Public Security', 'Police'),
  ],
  services: [
    service('tax-clearance', 'tax', '清税申报', 'Tax clearance', []),
    service('social-insurance-deregistration', 'social-insurance', '社会保险注销登记', 'Social insurance closing', []),
    {
      ...service('company-deregistration', 'market-regulation', '企业注销登记', 'Company deregistration', [
        'tax-clearance',
      ]),
      form: FAKE_FORM,
    },
  ],
  bundles: [
    {
      id: 'close-a-company',
      name: both('企业注销“一件事”', 'Closing a company'),
      summary: both('演示', 'demo'),
      serviceIds: ['tax-clearance', 'social-insurance-deregistration', 'company-deregistration'],
    },
  ],
};

export const visitCase = (
  index: number,
  serviceId: string,
  departmentId: string,
  state: VisitCase['state'],
): VisitCase => ({
  id: uuid(100 + index),
  number: `C20260131-${String(index).padStart(4, '0')}`,
  visitId: uuid(1),
  serviceId,
  departmentId,
  state,
  form: {},
  papers: [],
  note: '',
});
const threeCases = [
  visitCase(1, 'tax-clearance', 'tax', 'completed'),
  visitCase(2, 'social-insurance-deregistration', 'social-insurance', 'completed'),
  visitCase(3, 'company-deregistration', 'market-regulation', 'completed'),
];

export const parcel = {
  id: uuid(50),
  number: 'P20260131-0003',
  visitId: uuid(1),
  compartment: 6,
  state: 'requested' as const,
  custody: [],
};

export const visit: Visit = {
  id: uuid(1),
  number: 'V20260131-0007',
  boothId: 'demo-booth-01',
  entry: 'booking',
  state: 'inside',
  language: 'zh-CN',
  consentAt: AT,
  bundleId: 'close-a-company',
  startedAt: AT,
  phoneConnected: true,
  cases: [],
  files: [],
  readings: [],
  parcels: [],
  ratings: [],
};

const agent = (index: number, displayName: string, departmentId: string) => ({
  id: uuid(200 + index),
  username: `demo-${index}`,
  displayName,
  role: 'agent' as const,
  departmentId,
  regionId: 'demo-region',
  languages: ['zh-CN' as const],
});
export const marketAgent = agent(1, '演示坐席·市监一', 'market-regulation');
const partyOf = ({ id, displayName, departmentId }: ReturnType<typeof agent>): Party => ({
  partyId: id,
  kind: 'agent',
  displayName,
  departmentId,
  place: 'table',
  owner: id === marketAgent.id,
});
export const self: Party = { partyId: visit.id, kind: 'citizen', displayName: '办事人', place: 'table', owner: false };
export const agents: readonly Party[] = [
  partyOf(marketAgent),
  partyOf(agent(2, '演示坐席·税务一', 'tax')),
  partyOf(agent(3, '演示坐席·社保一', 'social-insurance')),
];

export const idle: BoothState = {
  step: 'welcome',
  language: 'zh-CN',
  booth: { id: 'demo-booth-01', name: '演示晓屋·长堤路', address: '演示地址', regionId: 'demo-region' },
  online: true,
  visit: null,
  checkin: { url: 'http://127.0.0.1:8080/phone/#c=eyJib290aCI6ImRlbW8tYm9vdGgtMDEifQ.demo', validUntil: AT },
  duty: {
    agentsOnDuty: 6,
    departmentsOnDuty: ['market-regulation', 'tax', 'social-insurance', 'housing-fund'],
    waiting: 0,
    estimatedWaitSeconds: 0,
  },
  door: { lock: 'locked', leaf: 'closed', presence: 'absent' },
  call: null,
  instead: null,
  callEnd: null,
  ask: null,
  locker: null,
  print: null,
  courier: null,
  lockerSizes: ['large', 'small', 'small', 'small', 'medium', 'small', 'small', 'small'],
  technician: { phase: 'inactive' },
  withdrawn: [],
  timeoutAt: null,
  notice: null,
  setupRev: 0,
  wakes: 0,
};

const inside: BoothState = {
  ...idle,
  checkin: null,
  visit,
  door: { lock: 'locked', leaf: 'closed', presence: 'present' },
};
export const technician: TechnicianPresence = { technicianId: 'demo', displayName: '演示维护员', from: 'booth' };

const NO_NEWS: NonNullable<BoothState['call']> = {
  callId: uuid(10),
  place: null,
  estimatedWaitSeconds: null,
  why: null,
  revision: null,
  choices: [],
  ringing: null,
  rev: 0,
  parties: [self],
  asks: [],
};
const callOf = (count: number): BoothState['call'] => ({
  ...NO_NEWS,
  parties: [self, ...agents.slice(0, count)],
});
const inCall = (count: number): BoothState => ({ ...inside, step: 'in-call', call: callOf(count) });
const waitingFor = (change: Partial<NonNullable<BoothState['call']>>): BoothState => ({
  ...inside,
  step: 'calling',
  call: { ...NO_NEWS, place: 8, estimatedWaitSeconds: 760, ...change },
});
const long = waitingFor({ why: 'all-busy', choices: ['call-back', 'appointment'] });
const night = waitingFor({
  place: 1,
  estimatedWaitSeconds: null,
  why: 'nobody-on-duty',
  choices: ['call-back', 'appointment', 'message'],
});
const instead = (base: BoothState, change: Partial<NonNullable<BoothState['instead']>>): BoothState => ({
  ...base,
  instead: { choice: 'call-back', phase: 'choosing', slots: null, ...change },
});
const slots = [2, 3, 4, 5, 6].flatMap((day) =>
  ['09:00', '09:30', '10:00', '10:30', '11:00', '14:00', '14:30', '15:00', '16:30'].map((time) => ({
    day: `2026-02-0${day}`,
    time,
  })),
);
const followUp = { number: 'F20260131-0012', dueAt: '2026-02-02T04:00:00.000Z' };
const nextAsk: CallAsk = {
  askId: uuid(300),
  purpose: 'answer',
  departmentId: 'market-regulation',
  ringingAgentId: null,
  since: AT,
  place: 2,
  estimatedWaitSeconds: 95,
  why: 'all-busy',
};
const talk = (
  parties: readonly Party[],
  change: Partial<NonNullable<BoothState['call']>> = {},
  online = true,
): BoothState => ({
  ...inside,
  step: 'in-call',
  online,
  call: { ...NO_NEWS, parties: [self, ...parties], ...change },
});
const [market, tax, social] = agents as readonly [Party, Party, Party];
const at = (party: Party, place: Party['place']): Party => ({ ...party, place });
const supervisor: Party = {
  partyId: uuid(250),
  kind: 'supervisor',
  displayName: '演示督导',
  place: 'gallery',
  owner: false,
};
const interpreter: Party = {
  partyId: uuid(251),
  kind: 'interpreter',
  displayName: '演示手语翻译',
  place: 'table',
  owner: false,
};
const closing: Visit = {
  ...visit,
  cases: threeCases,
  mailing: { recipient: '代女士（演示）', phone: '13800000000', address: '演示区长堤路 1 号' },
  parcels: [{ ...parcel, state: 'sealed' }],
  receipt: {
    number: 'R20260131-0007',
    visitNumber: visit.number,
    language: 'zh-CN',
    boothName: '演示晓屋·长堤路',
    startedAt: AT,
    endedAt: AT,
    cases: threeCases.map((each, index) => ({
      number: each.number,
      serviceName: setup.services[index]?.name['zh-CN'] ?? '',
      departmentName: setup.departments[index]?.name['zh-CN'] ?? '',
      state: each.state,
    })),
    parcels: [],
    url: 'http://127.0.0.1:8080/phone/#v=V20260131-0007',
  },
};

const courier: BoothState = { ...idle, step: 'courier', checkin: null };
const pad = { phase: 'code', compartment: null, parcelNumber: null } as const;
const taken = { compartment: 5, parcelNumber: parcel.number } as const;

/** Every screen and overlay by a name that its picture bears. */
export const scenes = {
  starting: { ...idle, step: 'starting' },
  welcome: idle,
  'welcome-busy': {
    ...idle,
    duty: { agentsOnDuty: 2, departmentsOnDuty: ['tax'], waiting: 2, estimatedWaitSeconds: 140 },
    withdrawn: [{ function: 'print', messageKey: 'withdrawn.print', causes: ['printer'] }],
  },
  'welcome-shut': {
    ...idle,
    withdrawn: [{ function: 'begin', messageKey: 'withdrawn.begin', causes: ['ups'] }],
  },
  offline: { ...idle, online: false, checkin: null, duty: null },
  consent: { ...idle, step: 'consent' },
  'entering-locked': { ...inside, step: 'entering', door: { lock: 'locked', leaf: 'closed', presence: 'absent' } },
  'entering-push': { ...inside, step: 'entering', door: { lock: 'unlocked', leaf: 'closed', presence: 'absent' } },
  'entering-open': { ...inside, step: 'entering', door: { lock: 'unlocked', leaf: 'open', presence: 'present' } },
  ready: { ...inside, step: 'ready' },
  'ready-unknown': { ...inside, step: 'ready', visit: { ...visit, bundleId: undefined, entry: 'touch' } },
  calling: {
    ...inside,
    step: 'calling',
    call: { ...NO_NEWS, place: 3, estimatedWaitSeconds: 95 },
  },
  'calling-ringing': {
    ...inside,
    step: 'calling',
    call: { ...NO_NEWS, place: 1, estimatedWaitSeconds: 8, ringing: marketAgent },
  },
  'calling-why': waitingFor({
    why: 'nearer-first',
    revision: 'slower',
    place: 3,
    estimatedWaitSeconds: 190,
    range: { fromSeconds: 130, toSeconds: 280 },
  }),
  'calling-long': long,
  'calling-night': night,
  'instead-call-back': instead(long, {}),
  'instead-call-back-refused': instead(long, { error: fail('disconnected') }),
  'instead-message': instead(night, { choice: 'message' }),
  'instead-appointment': instead(long, { choice: 'appointment', slots }),
  'instead-appointment-looking': instead(long, { choice: 'appointment' }),
  'instead-appointment-taken': instead(long, { choice: 'appointment', slots, error: fail('wrong_state') }),
  'instead-appointment-full': instead(night, { choice: 'appointment', slots: [] }),
  'agreed-call-back': { ...instead(inside, { phase: 'agreed', followUp }), step: 'agreed' },
  'agreed-message': { ...instead(inside, { choice: 'message', phase: 'agreed', followUp }), step: 'agreed' },
  'agreed-appointment': {
    ...instead(inside, {
      choice: 'appointment',
      phase: 'agreed',
      booking: {
        id: uuid(60),
        boothId: 'demo-booth-01',
        day: '2026-02-03',
        time: '09:30',
        code: '4821-7365',
        state: 'booked',
      },
    }),
    step: 'agreed',
  },
  'in-call-hold': {
    ...inside,
    step: 'in-call',
    call: { ...NO_NEWS, parties: [at(self, 'hold'), market, tax] },
  },
  'in-call-aside': talk([at(market, 'aside'), at(tax, 'aside')]),
  'in-call-one-aside': talk([market, at(tax, 'aside')]),
  'in-call-lost': talk([{ ...market, awaySince: AT }]),
  'in-call-one-lost': talk([market, { ...tax, awaySince: AT }]),
  'in-call-alone': talk([], { asks: [nextAsk] }),
  'in-call-alone-ringing': talk([], {
    asks: [{ ...nextAsk, ringingAgentId: marketAgent.id, place: 1, estimatedWaitSeconds: 10 }],
    ringing: marketAgent,
  }),
  'in-call-offline': talk([{ ...market, awaySince: AT }], {}, false),
  'in-call-asked': talk([market, tax], {
    asks: [{ ...nextAsk, purpose: 'add', departmentId: 'social-insurance', place: 3, estimatedWaitSeconds: 240 }],
  }),
  'in-call-transfer': talk([market], { asks: [{ ...nextAsk, purpose: 'transfer', departmentId: 'tax' }] }),
  'in-call-listening': talk([market, supervisor]),
  'in-call-interpreter': talk([market, social, interpreter]),
  'in-call-interpreter-alone': talk([interpreter], { asks: [nextAsk] }),
  'in-call-lost-ask': { ...talk([{ ...market, awaySince: AT }]), ask: { kind: 'locker', parcel, agent: marketAgent } },
  'mailing-lost': { ...talk([{ ...market, awaySince: AT }]), step: 'mailing' },
  'after-call-lost': {
    ...inside,
    step: 'after-call',
    callEnd: 'lost',
    visit: { ...visit, cases: threeCases.slice(0, 1) },
  },
  'ready-no-agent': { ...inside, step: 'ready', callEnd: 'no-agent' },
  'goodbye-follow-up': {
    ...inside,
    step: 'goodbye',
    instead: { choice: 'call-back', phase: 'agreed', slots: null, followUp },
  },
  'in-call': inCall(1),
  'in-call-three': inCall(3),
  'in-call-form': {
    ...inCall(1),
    visit: { ...visit, cases: [visitCase(3, 'company-deregistration', 'market-regulation', 'open')] },
  },
  'in-call-notice': {
    ...inCall(1),
    visit: {
      ...visit,
      cases: [{ ...visitCase(3, 'company-deregistration', 'market-regulation', 'accepted'), notices: [missingPapers] }],
    },
  },
  'in-call-sign': {
    ...inCall(1),
    visit: { ...visit, cases: [visitCase(4, 'company-deregistration', 'market-regulation', 'open')] },
  },
  'in-call-ask': { ...inCall(2), ask: { kind: 'locker', parcel, agent: marketAgent } },
  'in-call-locker-open': { ...inCall(2), locker: { parcel, phase: 'open' } },
  'in-call-locker-closed': { ...inCall(2), locker: { parcel, phase: 'closed' } },
  'in-call-locker-empty': {
    ...inCall(2),
    locker: { parcel, phase: 'closed', error: fail('item_missing') },
  },
  'in-call-locker-failed': { ...inCall(2), locker: { parcel, phase: 'failed', error: fail('not_opened') } },
  courier: { ...courier, courier: pad },
  'courier-wrong': { ...courier, courier: { ...pad, error: fail('token_invalid'), waitUntil: AT } },
  'courier-offline': { ...courier, online: false, courier: { ...pad, error: fail('booth_offline') } },
  'courier-opening': { ...courier, courier: { ...taken, phase: 'opening' } },
  'courier-open': { ...courier, courier: { ...taken, phase: 'open' } },
  'courier-left-open': { ...courier, courier: { ...taken, phase: 'open', error: fail('left_open') } },
  'courier-done': { ...courier, courier: { ...taken, phase: 'done' } },
  'courier-failed': { ...courier, courier: { ...taken, phase: 'failed', error: fail('not_opened') } },
  mailing: { ...inCall(2), step: 'mailing' },
  'after-call': { ...inside, step: 'after-call', visit: { ...visit, cases: threeCases.slice(0, 2) } },
  printing: { ...inside, step: 'printing', visit: closing, print: { phase: 'printing' } },
  printed: { ...inside, step: 'printing', visit: closing, print: { phase: 'printed' } },
  'printing-failed': {
    ...inside,
    step: 'printing',
    visit: closing,
    print: { phase: 'failed', error: fail('paper_out') },
  },
  rating: { ...inside, step: 'rating', visit: closing },
  goodbye: { ...inside, step: 'goodbye', visit: closing },
  resume: { ...inside, step: 'resume', visit: { ...visit, cases: threeCases.slice(0, 1) } },
  leaving: { ...inside, step: 'leaving', visit: null, door: { lock: 'unlocked', leaf: 'open', presence: 'absent' } },
  'in-call-technician': { ...inCall(2), ask: { kind: 'technician', displayName: '演示维护员' } },
  'ready-technician-waits': {
    ...inside,
    step: 'ready',
    technician: { phase: 'requested', by: technician, since: AT, waitingFor: 'visit' },
  },
  technician: { ...idle, step: 'technician', technician: demoMode(technician, Date.parse(AT)) },
  'technician-from-afar': {
    ...idle,
    step: 'technician',
    technician: demoMode({ ...technician, from: 'hub' }, Date.parse(AT)),
  },
  timeout: { ...inside, step: 'ready', timeoutAt: AT },
} as const satisfies Record<string, BoothState>;
