import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, fail } from '../../../contracts/errors.ts';
import { MAX_UPLOAD_BYTES } from '../../../contracts/hub/upload.ts';
import { err, ok } from '../../../contracts/result.ts';
import type { PhoneEffect, PhoneEvent } from './events.ts';
import { CASE_ID, catalogue, session, taxCase, VISIT_ID, visitWith } from './fixtures.ts';
import { initialPhoneState, type PhoneState, uploadKey } from './model.ts';
import { reducePhone } from './reducer.ts';
import { screenOf } from './screen.ts';

const emptyMemory = { session: null, kept: null, language: null };

function run(state: PhoneState, ...events: PhoneEvent[]): { state: PhoneState; effects: PhoneEffect[] } {
  let effects: readonly PhoneEffect[] = [];
  let next = state;
  for (const event of events) [next, effects] = reducePhone(next, event);
  return { state: next, effects: [...effects] };
}

const inVisit: PhoneState = {
  ...initialPhoneState,
  session,
  catalogue,
  visit: visitWith(),
  stage: { at: 'visit', page: { name: 'spine' } },
  link: 'live',
};

describe('arriving', () => {
  it('exchanges the code of the screen, keeps the session and joins the socket', () => {
    const opened = run(initialPhoneState, {
      type: 'opened',
      opening: { kind: 'code', code: 'a.b.c' },
      memory: emptyMemory,
    });
    expect(screenOf(opened.state)).toBe('arriving');
    expect(opened.effects).toEqual([{ type: 'forget' }, { type: 'check-in', code: 'a.b.c' }]);
    const answer = ok({ ...session, doorState: 'free' as const });
    const checkedIn = run(opened.state, { type: 'checked-in', answer });
    expect(screenOf(checkedIn.state)).toBe('choose');
    expect(checkedIn.effects.map((each) => each.type)).toEqual(['keep-session', 'load-catalogue', 'join']);
  });

  it('takes up the session of the tab after a reload, before and after entering', () => {
    const opened = run(initialPhoneState, {
      type: 'opened',
      opening: { kind: 'plain' },
      memory: { ...emptyMemory, session },
    });
    expect(screenOf(opened.state)).toBe('arriving');
    const before = run(opened.state, { type: 'visit-loaded', answer: err(fail('not_found')) });
    expect(screenOf(before.state)).toBe('choose');
    const after = run(opened.state, { type: 'visit-loaded', answer: ok(visitWith()) });
    expect(screenOf(after.state)).toBe('spine');
  });

  it.each<ErrorCode>(['token_expired', 'token_used', 'token_invalid', 'booth_offline', 'disconnected'])(
    'says what to do when the code fails with %s',
    (code) => {
      const { state, effects } = run(
        initialPhoneState,
        { type: 'opened', opening: { kind: 'code', code: 'a.b.c' }, memory: emptyMemory },
        { type: 'checked-in', answer: err(fail(code)) },
      );
      expect(state.stage).toMatchObject({ at: 'dead', error: { code } });
      expect(effects).toEqual([{ type: 'forget' }]);
    },
  );

  it('never enters without a tap on agree, and only once', () => {
    const chosen = run(
      { ...initialPhoneState, session, stage: { at: 'choose' } },
      { type: 'want', want: { kind: 'ask' } },
    );
    expect(screenOf(chosen.state)).toBe('consent');
    expect(chosen.effects).toEqual([]);
    const agreed = run(chosen.state, { type: 'agree' });
    expect(agreed.effects).toEqual([{ type: 'enter', want: { kind: 'ask' }, language: 'zh-CN' }]);
    expect(run(agreed.state, { type: 'agree' }).effects).toEqual([]);
  });

  it('shows the door by its sensor and goes on when the citizen is inside', () => {
    const admitted = visitWith({ state: 'admitted', cases: [] });
    let { state } = run(
      { ...initialPhoneState, session, want: { kind: 'ask' } },
      { type: 'entered', answer: ok(admitted) },
    );
    expect([screenOf(state), state.door]).toEqual(['door', 'ordered']);
    state = run(state, { type: 'door-changed', state: 'open' }).state;
    expect([screenOf(state), state.door]).toEqual(['door', 'open']);
    state = run(state, { type: 'visit-changed', visit: { ...admitted, state: 'inside' } }).state;
    expect(screenOf(state)).toBe('spine');
  });

  it('forgets a booking once it opened the door', () => {
    const kept = {
      id: VISIT_ID,
      boothId: 'demo-booth-01',
      day: '2026-01-31',
      time: '10:00',
      code: '4821-7365',
      state: 'booked' as const,
    };
    const { state, effects } = run(
      { ...initialPhoneState, session, kept, want: { kind: 'booking', code: kept.code } },
      { type: 'entered', answer: ok(visitWith({ state: 'admitted', cases: [] })) },
    );
    expect(state.kept).toBeNull();
    expect(effects).toContainEqual({ type: 'keep-booking', booking: null });
  });
});

describe('uploads', () => {
  const key = uploadKey(CASE_ID, 'balance');
  const pick = (type: string, sizeBytes: number): PhoneEvent => ({
    type: 'upload',
    caseId: CASE_ID,
    paperId: 'balance',
    file: { name: 'a.jpg', type, sizeBytes },
  });

  it('refuses what the hub would refuse, before a byte is sent', () => {
    for (const [event, code] of [
      [pick('image/jpeg', MAX_UPLOAD_BYTES + 1), 'too_large'],
      [pick('image/heic', 100), 'unsupported_type'],
    ] as const) {
      const { state, effects } = run(inVisit, event);
      expect(effects).toEqual([]);
      expect(state.uploads[key]).toMatchObject({ phase: 'failed', error: { code } });
    }
    expect(run(inVisit, pick('application/pdf', MAX_UPLOAD_BYTES)).effects).toHaveLength(1);
  });

  it('sends again by itself what broke off with the line, and only that', () => {
    const broken = run(inVisit, pick('image/jpeg', 5), {
      type: 'uploaded',
      key,
      answer: err(fail('disconnected')),
    }).state;
    expect(broken.uploads[key]?.phase).toBe('failed');
    const back = run(broken, { type: 'link', link: 'lost' }, { type: 'link', link: 'live' });
    expect(back.effects).toContainEqual({ type: 'send-file', caseId: CASE_ID, paperId: 'balance' });
    const refused = run(inVisit, pick('image/jpeg', 5), {
      type: 'uploaded',
      key,
      answer: err(fail('unsupported_type')),
    });
    const still = run(refused.state, { type: 'link', link: 'lost' }, { type: 'link', link: 'live' });
    expect(still.effects).toEqual([{ type: 'load-visit' }, { type: 'load-documents' }]);
  });

  it('never shows progress going back', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: 0, max: 1, noNaN: true })), (shares) => {
        let state = run(inVisit, pick('image/jpeg', 5)).state;
        let before = 0;
        for (const share of shares) {
          state = run(state, { type: 'upload-progress', key, share }).state;
          const upload = state.uploads[key];
          const now = upload?.phase === 'sending' ? upload.share : Number.NaN;
          expect(now).toBeGreaterThanOrEqual(before);
          before = now;
        }
      }),
    );
  });
});

describe('the end', () => {
  const outcome = { title: '清税证明', verifyCode: 'ABCDEFGH2345', issuedAt: '2026-01-31T08:10:00.000Z' };
  const ended = visitWith({ state: 'ended', end: 'completed', cases: [taxCase({ state: 'completed', outcome })] });

  it('forgets the session at once and keeps the outcomes in sight', () => {
    const { state, effects } = run({ ...inVisit, uploads: {} }, { type: 'visit-changed', visit: ended });
    expect(screenOf(state)).toBe('ended');
    expect(state.session).toBeNull();
    expect(effects).toEqual([{ type: 'forget', keepsDocuments: true }]);
    const dropped = run(state, { type: 'refused', error: fail('unauthenticated') });
    expect(screenOf(dropped.state)).toBe('ended');
  });

  it('is learned from a dead token by a phone that was away', () => {
    const { state } = run({ ...inVisit, link: 'lost' }, { type: 'refused', error: fail('token_expired') });
    expect(screenOf(state)).toBe('ended');
    expect(state.visit?.cases).toHaveLength(1);
  });

  it('keeps an open certificate open', () => {
    const reading: PhoneState = {
      ...inVisit,
      visit: { ...ended, state: 'closing' },
      stage: { at: 'visit', page: { name: 'certificate', caseId: CASE_ID } },
    };
    expect(screenOf(run(reading, { type: 'visit-changed', visit: ended }).state)).toBe('certificate');
  });

  it('leaves nothing of the visit when cleared', () => {
    const { state, effects } = run(inVisit, { type: 'visit-changed', visit: ended }, { type: 'clear' });
    expect(screenOf(state)).toBe('cleared');
    expect(effects).toEqual([{ type: 'forget' }]);
    expect(JSON.stringify({ ...state, catalogue: null })).not.toContain('ABCDEFGH2345');
    expect(state.visit).toBeNull();
  });
});

describe('booking', () => {
  it('asks for the slots of the chosen day and drops late answers for another', () => {
    const when: PhoneState = {
      ...initialPhoneState,
      catalogue,
      booths: [session.booth],
      stage: { at: 'public', page: 'book-when' },
      booking: {
        ...initialPhoneState.booking,
        boothId: 'demo-booth-01',
        want: { kind: 'bundle', bundleId: 'close-a-company' },
      },
    };
    const second = run(when, { type: 'book-day', day: '2026-02-01' }, { type: 'book-day', day: '2026-02-02' });
    expect(second.effects).toEqual([{ type: 'load-slots', boothId: 'demo-booth-01', day: '2026-02-02' }]);
    const late = run(second.state, {
      type: 'slots-loaded',
      day: '2026-02-01',
      answer: ok({ slots: [{ time: '09:00', free: true }] }),
    });
    expect(late.state.booking.slots).toBeNull();
    const chosen = run(late.state, { type: 'book-time', time: '10:00' }, { type: 'book' });
    expect(chosen.effects).toEqual([
      {
        type: 'book',
        booking: { boothId: 'demo-booth-01', day: '2026-02-02', time: '10:00', bundleId: 'close-a-company' },
      },
    ]);
  });
});

describe('any order of events', () => {
  const anyError = fc
    .constantFrom<ErrorCode>('token_expired', 'disconnected', 'internal', 'wrong_state')
    .map((code) => fail(code));
  const anyEvent: fc.Arbitrary<PhoneEvent> = fc.oneof(
    fc.constant<PhoneEvent>({ type: 'opened', opening: { kind: 'code', code: 'a.b.c' }, memory: emptyMemory }),
    fc.constant<PhoneEvent>({ type: 'checked-in', answer: ok({ ...session, doorState: 'free' }) }),
    fc.constant<PhoneEvent>({ type: 'want', want: { kind: 'ask' } }),
    fc.constant<PhoneEvent>({ type: 'agree' }),
    fc.constant<PhoneEvent>({ type: 'entered', answer: ok(visitWith({ state: 'admitted', cases: [] })) }),
    fc.constant<PhoneEvent>({ type: 'visit-changed', visit: visitWith() }),
    fc.constant<PhoneEvent>({ type: 'visit-changed', visit: visitWith({ state: 'ended', end: 'left' }) }),
    fc.constant<PhoneEvent>({ type: 'page', page: { name: 'form', caseId: CASE_ID } }),
    fc.constant<PhoneEvent>({ type: 'back' }),
    fc.constant<PhoneEvent>({ type: 'clear' }),
    fc.constantFrom('connecting', 'live', 'lost').map((link): PhoneEvent => ({ type: 'link', link })),
    anyError.map((error): PhoneEvent => ({ type: 'refused', error })),
    anyError.map((error): PhoneEvent => ({ type: 'visit-loaded', answer: err(error) })),
  );

  it('shows a screen, and holds no session token where the visit is over', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        const { state } = run(initialPhoneState, ...events);
        const screen = screenOf(state);
        if (['ended', 'cleared', 'dead'].includes(screen)) expect(state.session).toBeNull();
        if (['cleared', 'dead', 'home'].includes(screen)) expect(state.visit).toBeNull();
      }),
    );
  });
});
