import type { Catalogue, Service } from '../../../contracts/domain/catalogue.ts';
import type { Agent } from '../../../contracts/domain/people.ts';
import type { Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import type { DeskCall } from '../../../contracts/hub/agent.ts';
import type { Hello } from './desk-types.ts';

/** Small true-to-schema values for the tests of this folder. */

const id = (last: string) => `0199f000-0000-7000-8000-${last.padStart(12, '0')}`;
const both = (text: string) => ({ 'zh-CN': text, en: text });

export const IDS = { visit: id('1'), call: id('2'), me: id('3'), tax: id('4'), offer: id('5'), case: id('6') } as const;
const NOW = '2026-03-02T01:00:00.000Z';

export function aService(serviceId: string, departmentId: string, prerequisiteIds: string[] = []): Service {
  return {
    id: serviceId,
    departmentId,
    name: both(serviceId),
    summary: both('-'),
    papers: [],
    form: [],
    prerequisiteIds,
    outcome: both(`${serviceId} outcome`),
    promisedWorkingDays: 0,
    basis: both('-'),
    needsLocker: false,
  };
}

export const CATALOGUE: Catalogue = {
  regions: [],
  departments: ['market', 'tax', 'social'].map((one) => ({
    id: one,
    name: both(one),
    shortName: both(one),
    regionId: 'here',
  })),
  services: [
    aService('clearance', 'tax'),
    aService('social-end', 'social', ['clearance']),
    aService('end', 'market', ['clearance', 'social-end']),
  ],
  bundles: [{ id: 'close', name: both('close'), summary: both('-'), serviceIds: ['clearance', 'social-end', 'end'] }],
};

export function anAgent(agentId: string, departmentId: string): Agent {
  return {
    id: agentId,
    username: `agent-${departmentId}`,
    displayName: departmentId,
    role: 'agent',
    departmentId,
    regionId: 'here',
    languages: ['zh-CN'],
  };
}

export function aCase(serviceId: string, change: Partial<VisitCase> = {}): VisitCase {
  return {
    id: IDS.case,
    number: 'C20260302-0001',
    visitId: IDS.visit,
    serviceId,
    departmentId: CATALOGUE.services.find((one) => one.id === serviceId)?.departmentId ?? 'market',
    state: 'open',
    form: {},
    papers: [],
    note: '',
    ...change,
  };
}

export const OUTCOME = { title: 'outcome', verifyCode: '0123456789AB', issuedAt: NOW };

export function aVisit(change: Partial<Visit> = {}): Visit {
  return {
    id: IDS.visit,
    number: 'V20260302-0001',
    boothId: 'booth-1',
    entry: 'touch',
    state: 'in-call',
    language: 'zh-CN',
    consentAt: NOW,
    bundleId: 'close',
    startedAt: NOW,
    phoneConnected: false,
    cases: [],
    files: [],
    readings: [],
    parcels: [],
    ratings: [],
    ...change,
  };
}

export const BOOTH = { id: 'booth-1', name: 'booth', address: 'street', regionId: 'here' };

export function accepted(change: Partial<DeskCall> = {}): DeskCall {
  return {
    callId: IDS.call,
    rev: 0,
    visit: aVisit(),
    booth: BOOTH,
    parties: [
      { partyId: IDS.visit, kind: 'citizen', displayName: 'citizen', place: 'table', owner: false },
      { partyId: IDS.me, kind: 'agent', displayName: 'me', departmentId: 'market', place: 'table', owner: true },
    ],
    asks: [],
    timeline: [],
    ...change,
  };
}

export function hello(change: Partial<Hello> = {}): Hello {
  return {
    agent: anAgent(IDS.me, 'market'),
    presence: 'available',
    catalogue: CATALOGUE,
    colleagues: [],
    departments: [],
    iceServers: [],
    now: NOW,
    call: null,
    offer: null,
    followUps: [],
    today: [],
    ...change,
  };
}

export const LOCAL_NOW_MS = new Date(NOW).getTime();
