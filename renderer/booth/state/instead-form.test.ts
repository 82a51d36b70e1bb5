import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boothIntent } from '../../../contracts/ipc/booth-state.ts';
import { clipMessage, clipPhone, isPhone, isWrongPhone, slotsByDay } from './instead-form.ts';

const takes = (given: unknown) => boothIntent.safeParse({ type: 'give-instead', given }).success;

describe('what is typed instead of waiting', () => {
  it('is what the hub takes: a phone number of eleven digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{0,12}$/), (phone) => {
        expect(isPhone(phone)).toBe(takes({ choice: 'call-back', phone }));
        if (isPhone(phone))
          for (let end = 0; end <= phone.length; end++) expect(isWrongPhone(phone.slice(0, end))).toBe(false);
      }),
    );
  });

  it('is called wrong as soon as nothing typed after it can make it right', () => {
    expect(isWrongPhone('2')).toBe(true);
    expect(isWrongPhone('12')).toBe(true);
    expect(isWrongPhone('138')).toBe(false);
    expect(clipPhone('138 0000-000012')).toBe('13800000000');
  });

  it('is a message that the hub takes, however long it was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1500, size: 'max' }), (text) => {
        expect(takes({ choice: 'message', phone: '13800000000', text: clipMessage(text) })).toBe(true);
      }),
    );
  });

  it('shows each free hour once, in order', () => {
    const slots = [
      { day: '2026-02-03', time: '10:00' },
      { day: '2026-02-02', time: '14:00' },
      { day: '2026-02-02', time: '09:00' },
      { day: '2026-02-02', time: '09:00' },
    ];
    expect(slotsByDay(slots)).toEqual([
      { day: '2026-02-02', times: ['09:00', '14:00'] },
      { day: '2026-02-03', times: ['10:00'] },
    ]);
  });
});
