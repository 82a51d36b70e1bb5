import { describe, expect, it } from 'vitest';
import { KEYS, keyMeaning } from './keys.ts';

const press = (key: string, focus: 'text' | 'control' | 'none' = 'none', modified = false) =>
  keyMeaning({ key, focus, modified });

describe('keyMeaning', () => {
  it('gives every action a key of its own', () => {
    expect(new Set(Object.values(KEYS)).size).toBe(Object.keys(KEYS).length);
    for (const [action, key] of Object.entries(KEYS)) expect(press(key)).toEqual({ kind: 'action', action });
  });

  it('chooses a case by its number', () => {
    expect(press('3')).toEqual({ kind: 'case', index: 2 });
    expect(press('0')).toBeNull();
  });

  it('leaves typing, shortcuts of the browser and focused buttons alone', () => {
    expect(press('m', 'text')).toBeNull();
    expect(press('f', 'none', true)).toBeNull();
    expect(press('Enter', 'control')).toBeNull();
    expect(press('m', 'control')).toEqual({ kind: 'action', action: 'mute' });
  });
});
