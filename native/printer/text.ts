import iconv from 'iconv-lite';

/**
 * Printers hold the one- and two-byte characters of GB18030 only (Sureprint SP91 manual, page 66). A character that the
 * printer cannot show becomes this mark, the printers' sign for a missing type, so that its loss is seen.
 */
export const MISSING_CHARACTER = '〓';

/** Control characters never reach the printer from a text: a name must not be able to cut paper. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060\ufeff]/g;

const encodedCharacters = new Map<string, Buffer>();

function encodeCharacter(character: string): Buffer {
  let bytes = encodedCharacters.get(character);
  if (!bytes) {
    bytes = iconv.encode(character, 'gb18030');
    const code = character.codePointAt(0) ?? 0;
    const isPrintable = bytes.length === 1 ? code >= 0x20 && code < 0x7f : bytes.length === 2;
    if (!isPrintable) bytes = iconv.encode(MISSING_CHARACTER, 'gb18030');
    encodedCharacters.set(character, bytes);
  }
  return bytes;
}

/** The text as it will be seen: control characters gone, characters that cannot be printed replaced. */
export function printable(text: string): string {
  const shown = [
    ...text
      .normalize('NFC')
      .replace(/[\t\r\n]+/g, ' ')
      .replace(CONTROL, ''),
  ];
  return shown.map((character) => iconv.decode(encodeCharacter(character), 'gb18030')).join('');
}

export function encodeText(text: string): Uint8Array {
  return Uint8Array.from([...printable(text)].flatMap((character) => [...encodeCharacter(character)]));
}

/** Columns that a character takes: two bytes, two columns. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of printable(text)) columns += encodeCharacter(character).length;
  return columns;
}

/** Breaks a text into lines of at most `columns`: between Chinese characters anywhere, in other writing at spaces. */
export function wrapText(text: string, columns: number): string[] {
  const words = printable(text).match(/[\u0021-\u007e]+|[^\u0021-\u007e]/gu) ?? [];
  const lines: string[] = [];
  let line = '';
  const flush = () => {
    if (line.trim().length > 0) lines.push(line.trimEnd());
    line = '';
  };
  for (const word of words) {
    if (columnsOf(line) + columnsOf(word) > columns) flush();
    if (line === '' && word.trim() === '') continue;
    let rest = word;
    while (columnsOf(rest) > columns) {
      lines.push(rest.slice(0, columns));
      rest = rest.slice(columns);
    }
    line += rest;
  }
  flush();
  return lines.length > 0 ? lines : [''];
}
