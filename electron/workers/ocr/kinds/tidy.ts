/** Chinese text as it is kept: full-width brackets and commas, nothing blank, no marks at the ends. */
export function tidyChinese(raw: string): string {
  return (
    raw
      .replace(/\s/g, '')
      // The number one between other characters is often read as a dash.
      .replace(/(?<=\p{Script=Han})[—－–―-](?=\p{Script=Han})/gu, '一')
      .replace(/[(﹙{［[]/g, '（')
      .replace(/[)﹚}］\]]/g, '）')
      .replace(/,/g, '，')
      .replace(/;/g, '；')
      .replace(/^[：:，。、．.；;·“”‘’'"|_—-]+/, '')
      .replace(/[：:，。、．.；;·“”‘’'"|_—-]+$/, '')
  );
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
/** Characters of such a day. */
export const DAY_CHARACTERS = '0123456789年月日';

/** Digits alone, of a number that is printed in groups or with its unit. */
export function tidyDigits(raw: string): string {
  return raw.replace(/[\s\-—－.·:：,，]/g, '').replace(/^[^\d]+|[^\d]+$/g, '');
}

/** A phone number: digits, and the hyphen behind an area code. */
export function tidyPhone(raw: string): string {
  return raw
    .replace(/\s/g, '')
    .replace(/[—－–一]/g, '-')
    .replace(/^[^\d]+|[^\d]+$/g, '');
}

/** An amount in figures as `1250000.00`: no sign of currency, no thousands, two decimals. */
export function tidyAmount(raw: string): string {
  const text = raw.replace(/\s/g, '');
  // Commas between thousands are often read as points.
  const found =
    /(\d{1,3}(?:[.．,，]\d{3})+)(?:[.．](\d{1,2}))?(?!\d)/.exec(text) ??
    /(\d[\d,，]*)(?:[.．](\d{1,2}))?(?!\d)/.exec(text);
  if (!found) return tidyChinese(raw);
  return `${found[1]?.replace(/[.．,，]/g, '')}.${(found[2] ?? '').padEnd(2, '0')}`;
}

/** Other ways to write a character of an amount in capitals, and what it is misread as where only such can stand. */
const CAPITAL_VARIANTS: Readonly<Record<string, string>> = {
  参: '叁',
  參: '叁',
  貳: '贰',
  弍: '贰',
  贡: '贰',
  陸: '陆',
  萬: '万',
  億: '亿',
  圓: '圆',
  件: '仟',
  千: '仟',
  百: '佰',
};

/** The text with the usual form of each character of an amount. */
export function withCapitals(text: string): string {
  return [...text].map((character) => CAPITAL_VARIANTS[character] ?? character).join('');
}

/** An amount in capitals, from its first character of number to its last of unit. */
export function tidyCapitals(raw: string): string {
  const text = withCapitals(tidyChinese(raw)).replace(/^.*?(?=[零壹贰叁肆伍陆柒捌玖拾])/, '');
  return /^.*[元圆角分整正]/.exec(text)?.[0] ?? text;
}

/** A day written with points or strokes, such as `2015.03.02`, as `2015-03-02`. */
export function tidyPointDay(raw: string): string {
  const found = /(\d{4})[.．\-/、·](\d{1,2})[.．\-/、·](\d{1,2})/.exec(raw.replace(/\s/g, ''));
  if (!found) return tidyDay(raw);
  const [, year = '', month = '', day = ''] = found;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Characters of amounts in capitals. */
export const CAPITAL_CHARACTERS = '零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正';
/** A Chinese name, of a person. */
export const PERSON = /^[\p{Script=Han}·]{2,20}$/u;
/** An address: Chinese, with a place in it, and an end at which addresses end; one that breaks off was not read whole. */
export const ADDRESS =
  /^\p{Script=Han}.*[省市区县镇乡村路街道巷].*(号|室|房|户|组|村|队|层|铺|之[一二三四五六七八九十\d]+|号\d+)$/u;
