import { describe, expect, it } from 'vitest';
import type { MarkMessage, MarkSurface } from '../../../contracts/domain/marks.ts';
import { VirtualClock } from '../../../contracts/time.ts';
import type { CallSessionState, MarkNews } from '../types.ts';
import { MarkBoard } from './board.ts';

const AGENT = '0199f000-0000-7000-8000-000000000001';
const CITIZEN = '0199f000-0000-7000-8000-000000000009';
const PAPER: MarkSurface = { on: 'paper' };

/** Two sides whose line a test cuts and makes anew. */
function pair() {
  const clock = new VirtualClock();
  const line = { up: true, said: [] as MarkMessage[] };
  const listeners = new Map<string, (news: MarkNews) => void>();
  const side = (self: string, other: string, otherKind: 'citizen' | 'agent') =>
    new MarkBoard(
      {
        getState: () =>
          ({
            selfPartyId: self,
            remotes: [{ party: { partyId: other, kind: otherKind } }],
          }) as unknown as CallSessionState,
        sendMark: (message) => {
          if (!line.up) return;
          line.said.push(message);
          listeners.get(other)?.({ type: 'message', fromPartyId: self, message });
        },
        onMark: (listener) => {
          listeners.set(self, listener);
          return () => listeners.delete(self);
        },
      },
      clock,
    );
  const agent = side(AGENT, CITIZEN, 'citizen');
  const citizen = side(CITIZEN, AGENT, 'agent');
  const reach = () => {
    line.up = true;
    listeners.get(AGENT)?.({ type: 'reached', partyId: CITIZEN });
    listeners.get(CITIZEN)?.({ type: 'reached', partyId: AGENT });
  };
  return { clock, line, agent, citizen, reach };
}

const draw = (board: MarkBoard, x: number, keep: 'fades' | 'stays' = 'stays') => {
  const hand = board.begin(PAPER, 'stroke', keep, [x, 0.5]);
  hand.move([[x + 0.1, 0.5]]);
  hand.lift();
};

describe('a board of marks', () => {
  it('shows the same at both sides, as a hand moves', () => {
    const { agent, citizen } = pair();
    const hand = agent.begin(PAPER, 'stroke', 'stays', [0.1, 0.2]);
    hand.move(Array.from({ length: 200 }, (_, at) => [at / 200, 0.5] as const));
    expect(citizen.seen(PAPER)[0]?.points).toHaveLength(201);
    hand.lift();
    draw(citizen, 0.7);
    expect(citizen.seen(PAPER)).toEqual(agent.seen(PAPER));
    expect(new Set(agent.seen(PAPER).map(({ authorId }) => authorId))).toEqual(new Set([AGENT, CITIZEN]));
  });

  it('takes back its own newest mark, and wipes those of both', () => {
    const { agent, citizen } = pair();
    draw(agent, 0.1);
    draw(citizen, 0.2);
    draw(agent, 0.3);
    expect(agent.undo([PAPER])).toBe(true);
    expect(citizen.seen(PAPER).map(({ points }) => points[0]?.[0])).toEqual([0.1, 0.2]);
    agent.clear([PAPER]);
    expect([agent.seen(PAPER), citizen.seen(PAPER)]).toEqual([[], []]);
    expect(agent.undo([PAPER])).toBe(false);
  });

  it('says again what is still to be seen to who comes back, and no more', async () => {
    const { clock, line, agent, citizen, reach } = pair();
    line.up = false;
    draw(agent, 0.1);
    draw(agent, 0.2, 'fades');
    draw(agent, 0.3);
    agent.undo([PAPER]);
    await clock.advance(10_000);
    reach();
    expect(citizen.seen(PAPER)).toHaveLength(1);
    expect(line.said.every((message) => message.type !== 'undo')).toBe(true);
    expect(citizen.seen(PAPER)).toEqual(agent.seen(PAPER));
  });

  it('takes the outline from the citizen alone', () => {
    const { agent, citizen } = pair();
    const corners = [
      { x: 0.1, y: 0.1 },
      { x: 0.9, y: 0.1 },
      { x: 0.9, y: 0.9 },
      { x: 0.1, y: 0.9 },
    ] as const;
    citizen.setOutline(corners, 1);
    expect(agent.outlineAt(null)).toEqual(corners);
    citizen.setOutline(null, 2);
    agent.setOutline(corners, 3);
    expect(citizen.outlineAt(null)).toBeNull();
  });
});
