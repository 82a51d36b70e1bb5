import type { Catalogue, Service } from '../../../contracts/domain/catalogue.ts';
import type { Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import type { Session } from './model.ts';

/** Made-up data for the tests of this folder. */

const both = (text: string) => ({ 'zh-CN': text, en: text });

export const clearance: Service = {
  id: 'tax-clearance',
  departmentId: 'tax',
  name: both('清税申报'),
  summary: both('清税'),
  papers: [
    {
      id: 'balance',
      name: both('资产负债表'),
      requirement: both('复印件'),
      kind: 'form',
      form: 'copy',
      optional: false,
    },
    {
      id: 'id-card',
      name: both('身份证'),
      requirement: both('原件'),
      kind: 'id-card-front',
      form: 'shown',
      optional: false,
    },
  ],
  form: [
    { id: 'company-name', label: both('单位名称'), kind: 'text', required: true },
    { id: 'credit-code', label: both('信用代码'), kind: 'credit-code', required: true },
  ],
  prerequisiteIds: [],
  outcome: both('清税证明'),
  promisedWorkingDays: 0,
  basis: both('税收征收管理法'),
  needsLocker: false,
};

export const deregistration: Service = {
  ...clearance,
  id: 'company-deregistration',
  departmentId: 'market-regulation',
  name: both('公司注销登记'),
  papers: [
    {
      id: 'clearance',
      name: both('清税证明'),
      requirement: both('共享'),
      kind: 'tax-clearance',
      form: 'electronic',
      optional: false,
    },
    {
      id: 'licence',
      name: both('营业执照'),
      requirement: both('原件'),
      kind: 'business-licence',
      form: 'original',
      optional: false,
    },
  ],
  form: [],
  prerequisiteIds: ['tax-clearance'],
  outcome: both('注销登记通知书'),
  needsLocker: true,
};

export const catalogue: Catalogue = {
  regions: [],
  departments: [
    { id: 'tax', name: both('税务局'), shortName: both('税务'), regionId: 'r' },
    { id: 'market-regulation', name: both('市场监督管理局'), shortName: both('市监'), regionId: 'r' },
  ],
  services: [deregistration, clearance],
  bundles: [
    {
      id: 'close-a-company',
      name: both('企业注销一件事'),
      summary: both('公司不开了'),
      serviceIds: ['company-deregistration', 'tax-clearance'],
    },
  ],
};

export const VISIT_ID = '01900000-0000-7000-8000-000000000001';
export const CASE_ID = '01900000-0000-7000-8000-000000000002';
const AT = '2026-01-31T08:00:00.000Z';

export const session: Session = {
  token: 'token-1',
  booth: { id: 'demo-booth-01', name: '演示晓屋', address: '演示路 1 号', regionId: 'r' },
};

export function taxCase(change: Partial<VisitCase> = {}): VisitCase {
  return {
    id: CASE_ID,
    number: 'C20260131-0001',
    visitId: VISIT_ID,
    serviceId: 'tax-clearance',
    departmentId: 'tax',
    state: 'open',
    form: {},
    papers: clearance.papers.map(({ id }, index) => ({
      id: `01900000-0000-7000-8000-00000000010${index}`,
      caseId: CASE_ID,
      requiredPaperId: id,
      state: 'missing',
    })),
    note: '',
    ...change,
  };
}

export function visitWith(change: Partial<Visit> = {}): Visit {
  return {
    id: VISIT_ID,
    number: 'V20260131-0001',
    boothId: 'demo-booth-01',
    entry: 'walk-in',
    state: 'in-call',
    language: 'zh-CN',
    consentAt: AT,
    bundleId: 'close-a-company',
    startedAt: AT,
    phoneConnected: true,
    cases: [taxCase()],
    files: [],
    readings: [],
    parcels: [],
    ratings: [],
    ...change,
  };
}
