import { describe, expect, it } from 'vitest';
import { DEFAULT_KEYS, keyMeaning } from './keys.ts';

const press = (key: string, focus: 'text' | 'control' | 'none' = 'none', modified = false, shift = false) =>
  keyMeaning({ key, focus, modified, shift });

describe('keyMeaning', () => {
  it('gives every action a key of its own', () => {
    expect(new Set(Object.values(DEFAULT_KEYS)).size).toBe(Object.keys(DEFAULT_KEYS).length);
    for (const [action, chord] of Object.entries(DEFAULT_KEYS)) {
      const shift = chord.startsWith('Shift+');
      expect(press(chord.replace('Shift+', ''), 'none', false, shift)).toEqual({ kind: 'action', action });
    }
  });

  it('chooses a case by its number', () => {
    expect(press('3')).toEqual({ kind: 'case', index: 2 });
    expect(press('0')).toBeNull();
  });

  it('tells a letter from the same letter with Shift', () => {
    expect(press('h')).toEqual({ kind: 'action', action: 'hold' });
    expect(press('H', 'none', false, true)).toEqual({ kind: 'action', action: 'handOver' });
    // Caps Lock makes a large letter without Shift: the small letter's action is meant.
    expect(press('H')).toEqual({ kind: 'action', action: 'hold' });
  });

  it('leaves typing, shortcuts of the browser and focused buttons alone', () => {
    expect(press('m', 'text')).toBeNull();
    expect(press('f', 'none', true)).toBeNull();
    expect(press('Enter', 'control')).toBeNull();
    expect(press('m', 'control')).toEqual({ kind: 'action', action: 'mute' });
  });
});
