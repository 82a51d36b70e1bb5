import { describe, expect, test } from 'vitest';
import { ok } from '../../../contracts/result.ts';
import { type MachineRun, testId, testVisit, welcomedRun } from './fixtures.ts';

const AT = '2026-01-31T12:00:00.000Z';

function admitted(): MachineRun {
  const run = welcomedRun();
  run.send({ type: 'order', name: 'door.open', order: 1, input: { visit: testVisit() } });
  expect(run.state.step).toBe('entering');
  return run;
}
const unlocked = {
  type: 'device.answered',
  name: 'door.unlock',
  visitId: testId(1),
  result: ok({ unlockedAt: AT }),
} as const;
const present = { type: 'sensor', name: 'presence.changed', payload: { presence: 'present', at: AT } } as const;

describe('a citizen whose way in nobody saw', () => {
  test.each([
    ['after the door said that it is unlocked', [unlocked, present]],
    ['before the door said so', [present, unlocked]],
  ])('is received: who is inside of an unlocked door came through it (%s)', (_, events) => {
    const run = admitted();
    run.send(...events);
    expect(run.state).toMatchObject({ step: 'ready', insideSeen: true });
    const facts = run.effects.flatMap((effect) => (effect.type === 'fact' ? effect.fact.type : []));
    expect(facts).not.toContain('door.opened');
  });

  test('is not received by a sensor alone while the door is locked', () => {
    const run = admitted();
    run.send(present);
    expect(run.state.step).toBe('entering');
  });

  test('is waited for while the leaf is open', () => {
    const run = admitted();
    run.send(unlocked, { type: 'sensor', name: 'door.changed', payload: { leaf: 'open', at: AT } }, present);
    expect(run.state.step).toBe('entering');
    run.send({ type: 'sensor', name: 'door.changed', payload: { leaf: 'closed', at: AT } });
    expect(run.state.step).toBe('ready');
  });
});
