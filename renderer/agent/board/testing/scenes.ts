import type { Department } from '../../../../contracts/domain/catalogue.ts';
import type { Agent, Presence } from '../../../../contracts/domain/people.ts';
import type { Party } from '../../../../contracts/domain/visit.ts';
import type { Board, BoardHour } from '../../../../contracts/hub/agent.ts';

/** Boards to look at: a full house, a small one, an empty one. The same each time. */

export interface Scene {
  readonly departments: readonly Department[];
  readonly board: Board;
  readonly hours: readonly BoardHour[];
}

export const SCENE_NOW = '2026-03-02T02:30:00.000Z';
const NOW_MS = Date.parse(SCENE_NOW);

/** Numbers that look like chance and are none: mulberry32. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAMES = [
  ...['市场监管局', '税务局', '社会保险基金管理中心', '住房公积金管理中心', '公安局', '民政局', '自然资源和规划局'],
  ...['交通运输局', '卫生健康局', '人力资源和社会保障局', '医疗保障局', '教育局', '司法局', '住房和城乡建设局'],
  ...['农业农村局', '水务局', '应急管理局', '文化广电旅游体育局', '商务局', '统计局', '残疾人联合会', '消防救援大队'],
  ...['城市管理综合执法局', '生态环境局', '退役军人事务局', '气象局', '烟草专卖局', '海关', '法院诉讼服务中心'],
  ...['公共资源交易中心', '供电局', '自来水公司'],
];
const SURNAMES = '陈林黄张李王吴刘蔡杨许郑谢郭洪邱曾廖赖徐周叶苏庄吕江何罗高潘';
const GIVEN = ['慧敏', '建国', '晓燕', '志强', '丽华', '文博', '雨桐', '子轩', '佳怡', '伟'];

function id(kind: number, index: number): string {
  return `0199f000-0000-7000-8${String(kind).padStart(3, '0')}-${String(index).padStart(12, '0')}`;
}

function ago(seconds: number): string {
  return new Date(NOW_MS - seconds * 1000).toISOString();
}

function departmentsOf(count: number): Department[] {
  return NAMES.slice(0, count).map((name, index) => ({
    id: `department-${index}`,
    name: { 'zh-CN': name, en: `Department of ${name.length} characters` },
    shortName: { 'zh-CN': name.slice(0, 3), en: `D${index}` },
    regionId: 'here',
  }));
}

interface Size {
  readonly departments: number;
  readonly agents: number;
  readonly calls: number;
}

const PRESENCES: readonly Presence[] = [
  ...['available', 'available', 'on-call', 'on-call', 'on-call', 'on-call'],
  ...['wrap-up', 'at-counter', 'break', 'offered', 'offline', 'offline'],
] as Presence[];
const REASONS = ['rest', 'meal', 'meeting', 'training', 'paperwork'];

function scene({ departments: departmentCount, agents: agentCount, calls: callCount }: Size): Scene {
  const next = chance(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const departments = departmentsOf(departmentCount);
  const people = Array.from({ length: agentCount }, (_, index) => {
    const presence: Presence = index % 45 === 44 ? 'not-responding' : pick(PRESENCES);
    const agent: Agent = {
      id: id(1, index),
      username: `agent-${index}`,
      displayName: `${SURNAMES[index % SURNAMES.length]}${pick(GIVEN)}`,
      role: 'agent',
      departmentId: `department-${index % Math.max(1, departmentCount - 2)}`,
      regionId: 'here',
      languages: ['zh-CN'],
    };
    const reason = presence === 'break' ? pick(REASONS) : presence === 'not-responding' ? 'missed-offers' : undefined;
    return { agent, presence, since: ago(Math.floor(next() ** 3 * 6000)), ...(reason ? { reason } : {}) };
  });
  const busy = people.filter((person) => person.presence === 'on-call');
  const calls = Array.from({ length: callCount }, (_, index): Board['calls'][number] => {
    const state = index % 9 === 3 ? 'waiting' : index % 13 === 5 ? 'held' : 'talking';
    const citizen: Party = {
      partyId: id(2, index),
      kind: 'citizen',
      displayName: '办事人',
      place: state === 'held' ? 'hold' : 'table',
      owner: false,
    };
    const count = state === 'waiting' ? 0 : index % 7 === 0 ? 3 : index % 4 === 0 ? 2 : 1;
    const agents = Array.from({ length: count }, (_unused, place): Party => {
      const { agent } = busy[(index * 3 + place) % Math.max(1, busy.length)] ?? people[0] ?? { agent: undefined };
      return {
        partyId: agent?.id ?? id(1, 0),
        kind: 'agent',
        displayName: agent?.displayName ?? '',
        departmentId: agent?.departmentId ?? 'department-0',
        place: place === 2 ? 'aside' : 'table',
        owner: place === 0,
        ...(index === 8 && place === 0 ? { awaySince: ago(12) } : {}),
      };
    });
    return {
      callId: id(3, index),
      boothName: `${pick(['番禺', '南沙', '北湖', '八步', '章贡'])}${pick(['市桥', '大石', '东涌', '万顷沙', '五岭'])}${pick(['政务中心', '地铁站', '文化广场', '社区'])}晓屋 ${index + 1} 号`,
      departmentId: `department-${index % departmentCount}`,
      since: ago(Math.floor(next() ** 2 * 1500) + 4),
      state,
      parties: [citizen, ...agents],
    };
  });
  const rows = departments.map(({ id: departmentId }, index): Board['departments'][number] => {
    const own = people.filter(({ agent }) => agent.departmentId === departmentId);
    const is = (presence: Presence) => own.filter((person) => person.presence === presence).length;
    const waiting = calls.filter((call) => call.state === 'waiting' && call.departmentId === departmentId);
    const longest = Math.max(0, ...waiting.map((call) => (NOW_MS - Date.parse(call.since)) / 1000));
    const asked = index % 11 === 10 ? 0 : Math.floor(next() ** 2 * 90);
    return {
      departmentId,
      waiting: waiting.length,
      longestWaitSeconds: Math.floor(longest),
      onDuty: is('available') + is('offered') + is('on-call') + is('wrap-up') + is('at-counter'),
      available: is('available'),
      onCall: is('on-call'),
      answeredToday: asked,
      abandonedToday: Math.floor(asked * 0.06),
      serviceLevelToday: asked === 0 ? null : 0.62 + next() * 0.38,
      judgedToday: asked,
      meanWaitSecondsToday: asked === 0 ? null : 3 + next() ** 2 * 40,
    };
  });
  const alerts: Board['alerts'] = [
    ...rows
      .filter((row) => row.waiting > 0 && row.onDuty === 0)
      .map(
        (row) => ({ code: 'nobody-on-duty', subject: row.departmentId, since: ago(row.longestWaitSeconds) }) as const,
      ),
    ...rows
      .filter((row) => row.longestWaitSeconds > 60 && row.onDuty > 0)
      .map((row) => ({ code: 'long-wait', subject: row.departmentId, since: ago(row.longestWaitSeconds) }) as const),
    ...calls
      .filter((call) => call.state === 'held')
      .slice(0, 1)
      .map((call) => ({ code: 'citizen-held', subject: call.callId, since: ago(160) }) as const),
    ...people
      .filter((person) => person.presence === 'not-responding')
      .map((person) => ({ code: 'not-responding', subject: person.agent.id, since: person.since }) as const),
    ...(callCount > 1 ? [{ code: 'follow-up-overdue', subject: 'F20260302-0007', since: ago(3600) } as const] : []),
  ];
  return {
    departments,
    board: { at: SCENE_NOW, departments: rows, agents: people, calls, alerts },
    hours: departments.flatMap(({ id: departmentId }, index) => (index % 11 === 10 ? [] : hoursOf(departmentId, next))),
  };
}

/** Thirty days of a department that is open by day, and a little asked at night. */
function hoursOf(departmentId: string, next: () => number): BoardHour[] {
  const weight = next() ** 2 * 8 + 0.3;
  return Array.from({ length: 30 * 24 }, (_, back) => NOW_MS - (NOW_MS % 3_600_000) - back * 3_600_000).flatMap(
    (atMs) => {
      const local = (new Date(atMs).getUTCHours() + 8) % 24;
      const rush = local >= 9 && local < 18 ? (local === 12 ? 0.5 : 1) : local >= 7 && local < 22 ? 0.35 : 0.06;
      const asked = Math.floor(weight * rush * (0.4 + next() * 1.2));
      if (asked === 0) return [];
      const abandoned = next() < 0.25 ? Math.floor(asked * 0.2) : 0;
      const answered = asked - abandoned;
      return [
        {
          departmentId,
          hour: new Date(atMs).toISOString(),
          asked,
          answered,
          abandoned,
          meanWaitSeconds: answered === 0 ? null : 4 + next() ** 3 * 40 * rush,
          serviceLevel: answered === 0 ? null : 1 - next() ** 2 * 0.5 * rush,
          judged: answered,
          meanTalkSeconds: answered === 0 ? null : 180 + next() * 500,
          talked: answered,
        },
      ];
    },
  );
}

export const scenes: Readonly<Record<'full' | 'small' | 'empty', Scene>> = {
  full: scene({ departments: 32, agents: 179, calls: 46 }),
  small: scene({ departments: 10, agents: 4, calls: 1 }),
  empty: scene({ departments: 10, agents: 0, calls: 0 }),
};
