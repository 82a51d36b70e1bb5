import type { IdentityCard } from '../../contracts/device/identity.ts';

/**
 * Cards of nobody, for demos and tests: names say 测试 or SPECIMEN, numbers are those that standards and makers print as
 * examples.
 */
export const DEMO_CARDS = {
  resident: {
    kind: 'resident',
    name: '测试样本',
    nameLatin: null,
    sex: 'female',
    nation: '01',
    nationality: null,
    birth: '1949-12-31',
    address: '北京市朝阳区测试路1号',
    number: '11010519491231002X',
    authority: '测试签发机关',
    validFrom: '2020-01-01',
    validTo: null,
  },
  hmt: {
    kind: 'hmt-residence',
    name: '测试港澳台',
    nameLatin: null,
    sex: 'male',
    nation: null,
    nationality: null,
    birth: '1994-08-23',
    address: '广东省广州市测试路2号',
    number: '810000199408230021',
    authority: '测试签发机关',
    validFrom: '2021-05-01',
    validTo: '2026-05-01',
  },
  'foreigner-2017': {
    kind: 'foreigner-2017',
    name: 'SPECIMEN, KAZ',
    nameLatin: 'SPECIMEN, KAZ',
    sex: 'male',
    nation: null,
    nationality: 'KAZ',
    birth: '1990-01-23',
    address: null,
    number: 'KAZ110090123105',
    authority: '1500',
    validFrom: '2018-01-01',
    validTo: '2028-01-01',
  },
  'foreigner-2023': {
    kind: 'foreigner-2023',
    name: '测试外国人',
    nameLatin: 'SPECIMEN, WITH A NAME OF MORE THAN 35 CHARS',
    sex: 'male',
    nation: null,
    nationality: 'USA',
    birth: '1985-01-01',
    address: null,
    number: '932682198501010017',
    authority: null,
    validFrom: '2023-12-01',
    validTo: '2033-12-01',
  },
} as const satisfies Record<string, IdentityCard>;

export type DemoCard = keyof typeof DEMO_CARDS;
