import { expect, it } from 'vitest';
import { coughWhileHeld } from './cough.ts';

function desk(muted = false) {
  const keyboard = new EventTarget();
  const said: boolean[] = [];
  let isMuted = muted;
  const session = {
    getState: () => ({ muted: isMuted }) as never,
    setMuted(next: boolean) {
      isMuted = next;
      said.push(next);
    },
  };
  const release = (key: string) => keyboard.dispatchEvent(Object.assign(new Event('keyup'), { key }));
  const press = (chord = '.') => coughWhileHeld(session, chord, keyboard as never);
  return { keyboard, said, press, release };
}

it('mutes while the key is held, however often it repeats', () => {
  const { said, press, release } = desk();
  press();
  press();
  release('Shift');
  expect(said).toEqual([true]);
  release('.');
  expect(said).toEqual([true, false]);
  release('.');
  expect(said).toHaveLength(2);
});

it('is let go when the page loses the keyboard', () => {
  const { keyboard, said, press } = desk();
  press();
  keyboard.dispatchEvent(new Event('blur'));
  expect(said).toEqual([true, false]);
});

it('knows the key of a chord, whatever is let go first', () => {
  const { said, press, release } = desk();
  press('Shift+M');
  release('m');
  expect(said).toEqual([true, false]);
});

it('leaves whoever is muted muted', () => {
  const { said, press, release } = desk(true);
  press();
  release('.');
  expect(said).toEqual([]);
});
