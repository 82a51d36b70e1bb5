import { readdirSync, readFileSync } from 'node:fs';
import type { CallOutput } from '../../../contracts/channel.ts';
import type { CallAsk } from '../../../contracts/domain/call.ts';
import type { Catalogue } from '../../../contracts/domain/catalogue.ts';
import type { Agent } from '../../../contracts/domain/people.ts';
import type { TimelineEntry, VisitFact } from '../../../contracts/domain/timeline.ts';
import type { Party, Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import type { agentCalls, DeskCall, FollowUp, Offer } from '../../../contracts/hub/agent.ts';

/** People, places and calls of the demonstration, for a hub that is played. Everybody here is made up. */

const id = (last: number) => `0199f000-0000-7000-8000-${String(last).padStart(12, '0')}`;
export const IDS = { visit: id(1), call: id(2), offer: id(3), case: id(4), ask: id(5), followUp: id(6) } as const;
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const ahead = (seconds: number) => ago(-seconds);

function readCatalogue(): Catalogue {
  const folder = new URL('../../../resources/catalogue/', import.meta.url);
  const all: Catalogue = { regions: [], departments: [], services: [], bundles: [] };
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const part = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Partial<Catalogue>;
    all.regions.push(...(part.regions ?? []));
    all.departments.push(...(part.departments ?? []));
    all.services.push(...(part.services ?? []));
    all.bundles.push(...(part.bundles ?? []));
  }
  return all;
}
export const CATALOGUE = readCatalogue();

function agentOf(number: number, displayName: string, departmentId: string, role: Agent['role'] = 'agent'): Agent {
  return {
    id: id(100 + number),
    username: `demo-${number}`,
    displayName,
    role,
    departmentId,
    regionId: 'guangzhou-panyu',
    languages: ['zh-CN'],
  };
}
export const ME = agentOf(1, '李市监', 'market-regulation');
export const TAX = agentOf(2, '王税务', 'tax');
export const SOCIAL = agentOf(3, '陈社保', 'social-insurance');
export const FUND = agentOf(4, '赵公积', 'housing-fund');
export const BOSS = agentOf(5, '周主管', 'market-regulation', 'supervisor');
const BOOTH = {
  id: 'panyu-01',
  name: '番禺广场晓屋',
  address: '广州市番禺区市桥街清河东路 1 号',
  regionId: 'guangzhou-panyu',
};

export function aVisit(change: Partial<Visit> = {}): Visit {
  return {
    id: IDS.visit,
    number: 'V20261122-0007',
    boothId: BOOTH.id,
    entry: 'touch',
    state: 'in-call',
    language: 'zh-CN',
    consentAt: ago(400),
    bundleId: CATALOGUE.bundles[0]?.id,
    startedAt: ago(400),
    phoneConnected: true,
    cases: [],
    files: [],
    readings: [],
    parcels: [],
    ratings: [],
    ...change,
  };
}

export function aCase(change: Partial<VisitCase> = {}): VisitCase {
  const service = CATALOGUE.services.find(({ id: one }) => one === 'company-deregistration');
  return {
    id: IDS.case,
    number: 'C20261122-0003',
    visitId: IDS.visit,
    serviceId: 'company-deregistration',
    departmentId: 'market-regulation',
    state: 'open',
    form: {},
    papers: (service?.papers ?? []).map((paper, index) => ({
      id: id(400 + index),
      caseId: IDS.case,
      requiredPaperId: paper.id,
      state: index < 2 ? ('accepted' as const) : ('missing' as const),
    })),
    note: '',
    ...change,
  };
}

export function anOffer(change: Partial<Offer> = {}): Offer {
  return {
    offerId: IDS.offer,
    callId: IDS.call,
    visit: aVisit({ state: 'waiting' }),
    booth: BOOTH,
    purpose: 'answer',
    priority: 'normal',
    parties: [CITIZEN],
    waitedSeconds: 12,
    because: '市监 · 番禺区 · 普通话，最久没有接单',
    expiresAt: ahead(5),
    ...change,
  };
}

export const CITIZEN: Party = {
  partyId: IDS.visit,
  kind: 'citizen',
  displayName: '办事人',
  place: 'table',
  owner: false,
};
export function partyOf(agent: Agent, change: Partial<Party> = {}): Party {
  return {
    partyId: agent.id,
    kind: agent.role === 'supervisor' ? 'supervisor' : 'agent',
    displayName: agent.displayName,
    departmentId: agent.departmentId,
    place: 'table',
    owner: false,
    ...change,
  };
}
export const SELF = partyOf(ME, { owner: true });

export function anAsk(change: Partial<CallAsk> = {}): CallAsk {
  return {
    askId: IDS.ask,
    purpose: 'add',
    departmentId: 'tax',
    byAgentId: ME.id,
    ringingAgentId: null,
    since: ago(3),
    place: 2,
    estimatedWaitSeconds: 95,
    why: 'all-busy',
    ...change,
  };
}

export function aRecord(...facts: { secondsAgo: number; fact: VisitFact }[]): TimelineEntry[] {
  return facts.map(({ secondsAgo, fact }, index) => ({
    id: id(200 + index),
    order: index + 1,
    visitId: IDS.visit,
    at: ago(secondsAgo),
    source: 'hub',
    sourceId: 'hub',
    fact,
  }));
}

export function aCall(change: Partial<DeskCall> = {}): DeskCall {
  return {
    callId: IDS.call,
    rev: 1,
    visit: aVisit(),
    booth: BOOTH,
    parties: [CITIZEN, SELF],
    asks: [],
    timeline: aRecord(
      { secondsAgo: 380, fact: { type: 'visit.admitted', entry: 'touch', language: 'zh-CN' } },
      { secondsAgo: 300, fact: { type: 'call.joined', partyId: ME.id, departmentId: ME.departmentId } },
    ),
    ...change,
  };
}

export function aFollowUp(change: Partial<FollowUp> = {}): FollowUp {
  return {
    id: IDS.followUp,
    number: 'F20261122-0002',
    kind: 'call-back',
    departmentId: 'market-regulation',
    visitId: IDS.visit,
    phone: '13800138000',
    text: '想问食品经营许可证延期，下午三点以后方便。',
    createdAt: ago(3600),
    dueAt: ahead(25 * 60 + 20),
    state: 'open',
    ...change,
  };
}

type Hello = CallOutput<(typeof agentCalls)['hello']>;
export function aHello(change: Partial<Hello> = {}): Hello {
  return {
    agent: ME,
    presence: 'available',
    catalogue: CATALOGUE,
    colleagues: [{ agent: ME, presence: 'available' }],
    departments: [
      { departmentId: 'market-regulation', onDuty: 1, available: 1 },
      { departmentId: 'tax', onDuty: 1, available: 1 },
      { departmentId: 'social-insurance', onDuty: 1, available: 0 },
    ],
    iceServers: [],
    now: new Date().toISOString(),
    call: null,
    offer: null,
    followUps: [],
    today: [
      {
        visitId: id(301),
        visitNumber: 'V20261122-0005',
        boothName: '南沙湾晓屋',
        startedAt: ago(5400),
        caseCount: 2,
        state: 'ended',
      },
    ],
    ...change,
  };
}

type Found = CallOutput<(typeof agentCalls)['colleague.find']>;
const OTHERS: Found['colleagues'] = [
  { agent: TAX, presence: 'available' },
  { agent: SOCIAL, presence: 'on-call' },
  { agent: FUND, presence: 'break' },
];
/** What the hub finds of people of other departments. */
export function finds(text: string): Found {
  return { colleagues: OTHERS.filter(({ agent }) => agent.displayName.includes(text)) };
}
/** What the hub says of people of other departments by id. */
export function names(agentIds: readonly string[]): CallOutput<(typeof agentCalls)['colleague.named']> {
  return { agents: OTHERS.map(({ agent }) => agent).filter(({ id: one }) => agentIds.includes(one)) };
}
