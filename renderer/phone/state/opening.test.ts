import { describe, expect, it } from 'vitest';
import { bookableDays, slotsAhead } from './days.ts';
import { catalogue } from './fixtures.ts';
import { groupVerifyCode, isVerifyCode, openingOf, tidyBookingCode, tidyVerifyCode } from './opening.ts';
import { departmentsOf, findServices } from './want.ts';

describe('how the page was opened', () => {
  it.each([
    ['/phone/', '', { kind: 'plain' }],
    ['/phone/', '#about', { kind: 'plain' }],
    ['/phone/', '#%', { kind: 'plain' }],
    ['/phone/', '#aa.bb-_.cc', { kind: 'code', code: 'aa.bb-_.cc' }],
    ['/phone/verify', '#ABCD2345EFGH', { kind: 'verify', code: 'ABCD2345EFGH' }],
    ['/phone/verify/', '#abcd%202345-efgh', { kind: 'verify', code: 'ABCD2345EFGH' }],
    ['/phone/verify', '', { kind: 'verify', code: '' }],
  ] as const)('%s%s', (pathname, hash, opening) => {
    expect(openingOf({ pathname, hash })).toEqual(opening);
  });
});

describe('codes as people write them', () => {
  it('are tidied', () => {
    expect(tidyBookingCode('4821 7365')).toBe('4821-7365');
    expect(tidyBookingCode('48217365')).toBe('4821-7365');
    expect(tidyBookingCode('4821')).toBeNull();
    expect(tidyVerifyCode('abcd 2345-efgh')).toBe('ABCD2345EFGH');
    expect(isVerifyCode('ABCDIO345678')).toBe(false);
    expect(groupVerifyCode('ABCD2345EFGH')).toBe('ABCD 2345 EFGH');
  });
});

describe('days that can be booked', () => {
  it('are counted in the region, not on the phone', () => {
    // 17:30 UTC is already the next day in China.
    expect(bookableDays(Date.UTC(2026, 0, 30, 17, 30)).slice(0, 2)).toEqual(['2026-01-31', '2026-02-01']);
  });
});

describe('slots', () => {
  it('that have gone by are no choice, today only', () => {
    const slots = [{ time: '08:00' }, { time: '15:30' }];
    const atMs = Date.UTC(2026, 0, 31, 4, 0);
    expect(slotsAhead(slots, '2026-01-31', atMs)).toEqual([{ time: '15:30' }]);
    expect(slotsAhead(slots, '2026-02-01', atMs)).toEqual(slots);
  });
});

describe('search', () => {
  it('finds by name, by scattered characters, by department', () => {
    expect(findServices(catalogue, '注销').bundles).toHaveLength(1);
    expect(findServices(catalogue, '公司销').services.map((each) => each.id)).toEqual(['company-deregistration']);
    expect(findServices(catalogue, '市监').services.map((each) => each.id)).toEqual(['company-deregistration']);
    expect(findServices(catalogue, '清税').bundles.map((each) => each.id)).toEqual(['close-a-company']);
    expect(findServices(catalogue, '护照')).toEqual({ bundles: [], services: [] });
    expect(findServices(catalogue, ' ').services).toHaveLength(2);
  });

  it('names the departments of a bundle once each', () => {
    const [bundle] = catalogue.bundles;
    expect(bundle && departmentsOf(bundle, catalogue).map((each) => each.id)).toEqual(['market-regulation', 'tax']);
  });
});
