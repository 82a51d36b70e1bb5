import { expect, test } from 'vitest';
import { isAllowedKey } from './keys.ts';

const press = (text: string) => {
  const parts = text.split('+');
  const key = parts.at(-1) as string;
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return { type: 'keyDown', key, control: has('Ctrl'), shift: has('Shift'), alt: has('Alt'), meta: has('Meta') };
};

test.each(['a', '7', 'Enter', 'Backspace', 'Tab', 'Shift+A', 'Shift+Tab', 'Ctrl+c', 'Ctrl+v', 'Ctrl+Alt+e', 'Escape'])(
  '%s reaches the screen',
  (text) => expect(isAllowedKey(press(text))).toBe(true),
);

test.each([
  'Alt+F4',
  'F5',
  'F11',
  'F12',
  'F1',
  'Ctrl+r',
  'Ctrl+Shift+R',
  'Ctrl+w',
  'Ctrl+q',
  'Ctrl+n',
  'Ctrl+t',
  'Ctrl+p',
  'Ctrl+s',
  'Ctrl+o',
  'Ctrl+f',
  'Ctrl+u',
  'Ctrl++',
  'Ctrl+-',
  'Ctrl+0',
  'Ctrl+Shift+I',
  'Ctrl+Shift+J',
  'Alt+ArrowLeft',
  'Alt+Tab',
  'Alt+ ',
  'Meta+d',
  'Meta+r',
  'BrowserBack',
  'ContextMenu',
])('%s does not', (text) => expect(isAllowedKey(press(text))).toBe(false));
