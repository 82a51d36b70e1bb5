import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail } from '../../../contracts/errors.ts';
import { followGesture, type Gesture, type GestureEvent, isTechnicianChord, noGesture } from './hidden-gesture.ts';
import { emptyPinEntry, enteredDigits, type PinEntry, type PinEvent, reducePinEntry } from './pin-entry.ts';

function follow(...events: GestureEvent[]): boolean {
  let gesture: Gesture = noGesture;
  let opened = false;
  for (const event of events) {
    const [next, done] = followGesture(gesture, event);
    gesture = next;
    opened ||= done;
  }
  return opened;
}
const press = (atMs: number, forMs = 80): GestureEvent[] => [
  { type: 'down', atMs },
  { type: 'up', atMs: atMs + forMs },
];

describe('the hidden gesture', () => {
  it('is a long hold and three touches', () => {
    expect(follow(...press(0, 3100), ...press(3500), ...press(4000), ...press(4500))).toBe(true);
  });

  it('is known from a touch screen, which loses the finger with each lifting', () => {
    const touch = (atMs: number, forMs?: number): GestureEvent[] => [...press(atMs, forMs), { type: 'lost' }];
    expect(follow(...touch(0, 3100), ...touch(3500), ...touch(4000), ...touch(4500))).toBe(true);
  });

  it('is nothing shorter, slower or elsewhere', () => {
    expect(follow(...press(0, 2900), ...press(3500), ...press(4000), ...press(4500))).toBe(false);
    expect(follow(...press(0, 3100), ...press(3500), ...press(4000))).toBe(false);
    expect(follow(...press(0, 3100), ...press(9000), ...press(9500), ...press(9900))).toBe(false);
    const slidOff: GestureEvent[] = [{ type: 'down', atMs: 0 }, { type: 'lost' }, { type: 'up', atMs: 3100 }];
    expect(follow(...slidOff, ...press(3500), ...press(4000), ...press(4500))).toBe(false);
  });

  it('does not come from a hand that plays with the name', () => {
    const taps = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 2900 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(taps, (given) => {
        let atMs = 0;
        const events = given.flatMap(([pauseMs, forMs]) => {
          atMs += pauseMs;
          const both = press(atMs, forMs);
          atMs += forMs;
          return both;
        });
        expect(follow(...events)).toBe(false);
      }),
    );
  });

  it('has a chord for keys', () => {
    const chord = { ctrlKey: true, altKey: true, code: 'KeyM', repeat: false };
    expect(isTechnicianChord(chord)).toBe(true);
    expect(isTechnicianChord({ ...chord, altKey: false })).toBe(false);
    expect(isTechnicianChord({ ...chord, repeat: true })).toBe(false);
  });
});

const run = (...events: PinEvent[]): PinEntry => events.reduce(reducePinEntry, emptyPinEntry);
const digits = (text: string): PinEvent[] => [...text].map((digit) => ({ type: 'digit', digit }));

describe('the PIN pad', () => {
  it('takes six digits and six more, then checks', () => {
    expect(run(...digits('123456')).stage).toBe('code');
    const entry = run(...digits('123456'), ...digits('654321'));
    expect([entry.stage, entry.pin, entry.code]).toEqual(['checking', '123456', '654321']);
    expect(run(...digits('123456654321999'))).toEqual(entry);
  });

  it('goes back digit by digit, from the code into the PIN', () => {
    const entry = run(...digits('1234561'), { type: 'delete' }, { type: 'delete' }, { type: 'delete' });
    expect([entry.stage, entry.pin]).toEqual(['pin', '12345']);
    expect(enteredDigits(entry)).toBe(5);
  });

  it('forgets both after a refusal and says what was wrong', () => {
    const wrong = run(...digits('123456654321'), { type: 'refused', error: fail('wrong_credentials'), nowMs: 0 });
    expect(wrong).toEqual({ ...emptyPinEntry, problem: 'wrong' });
    expect(run({ type: 'refused', error: fail('not_found'), nowMs: 0 }).problem).toBe('unknown');
    const failed = fail('internal');
    expect(run({ type: 'refused', error: failed, nowMs: 0 }).problem).toBe(failed);
  });

  it('waits as long as the gate says and takes nothing meanwhile', () => {
    const slowed = run({ type: 'refused', error: fail('rate_limited', '8'), nowMs: 1000 }, ...digits('1'));
    expect(slowed).toEqual({ ...emptyPinEntry, stage: 'waiting', waitUntilMs: 9000 });
    expect(reducePinEntry(slowed, { type: 'waited' })).toEqual(emptyPinEntry);
    expect(run({ type: 'refused', error: fail('rate_limited'), nowMs: 0 }).stage).toBe('pin');
  });
});
