/** Chinese text as it is kept: full-width brackets and commas, nothing blank, no marks at the ends. */
export function tidyChinese(raw: string): string {
  return raw
    .replace(/\s/g, '')
    .replace(/[(﹙{［[]/g, '（')
    .replace(/[)﹚}］\]]/g, '）')
    .replace(/,/g, '，')
    .replace(/;/g, '；')
    .replace(/^[：:，。、．.；;·“”‘’'"|_—-]+/, '')
    .replace(/[：:，。、．.；;·“”‘’'"|_—-]+$/, '');
}

/** An address: tidy, and digits where digits must stand, between a street or another digit and 号 or 房. */
export function tidyAddress(raw: string): string {
  return tidyChinese(raw)
    .replace(/[.．。]/g, '')
    .replace(/(?<=\d)[oO](?=[\d号房])/g, '0')
    .replace(/(?<=\d)[lI|](?=[\d号房])/g, '1');
}

/** Day of a text such as `2014年10月25日` as `2014-10-25`; the text itself when there is none. */
export function tidyDay(raw: string): string {
  const found = CHINESE_DAY.exec(raw.replace(/\s/g, ''));
  if (!found) return tidyChinese(raw);
  const [, year = '', month = '', day = ''] = found;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** A day in Chinese; the last character is often lost or misread, and the rest says enough. */
export const CHINESE_DAY = /(\d{4})年(\d{1,2})月(\d{1,2})/;
/** The same anywhere in the text of a page. */
export const FIND_CHINESE_DAY = /(\d{4}年\d{1,2}月\d{1,2})/;
/** A day of the calendar, roughly; that it exists is checked where it is used. */
export const ISO_DAY = /^(1[89]|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** Characters of such a day. */
export const DAY_CHARACTERS = '0123456789年月日';
