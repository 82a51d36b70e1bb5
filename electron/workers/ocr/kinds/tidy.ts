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

/** Name of a bank or of its branch; what follows the word that ends it was printed over it, such as a seal. */
export function tidyBank(raw: string): string {
  const text = tidyChinese(raw);
  return /^.*(?:银行|信用社|支行|分行|营业部|分理处)/.exec(text)?.[0] ?? text;
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
/** Surnames of two characters that are common enough to meet. */
const LONG_SURNAMES =
  '欧阳|上官|司马|司徒|诸葛|皇甫|尉迟|公孙|夏侯|东方|慕容|令狐|宇文|长孙|端木|独孤|南宫|轩辕|钟离|闻人';
/**
 * Surnames of one character that are common enough to meet. Whoever bears another is read as well, and looked at by a person: as
 * often the surname was lost, or read as something that only looks like it.
 */
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪季柳倪樊牛殷尤翁章葛梅俞鲁安岳伍齐庄聂焦庞管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍霍隋甘景单包司柏宁柯阮桂闵解柴华车冉房边辛吉饶刁瞿戚丘古米池滕晋苑邬臧宫苟全褚廉简娄盖符奚穆党燕郎谈姬屠连晏栾郁商蒙计喻窦迟敖冷卓仇艾蓝巩井仲虞卞封应明骆岑逯乐皮温麦区容招利尚荆申沙占师代侍上寿冼佘佟习候云鞠祖楼银丛';
/**
 * A name of a person: of two or three Chinese characters, of four with a surname of two, or longer with the dot that names
 * of other nations have. Another of four may be right, but as often the end of a label stands at its front.
 */
export const PERSON = new RegExp(
  `^([${SURNAMES}]\\p{Script=Han}{1,2}|(${LONG_SURNAMES})\\p{Script=Han}{1,2}|(?=.*·)[\\p{Script=Han}·]{3,20})$`,
  'u',
);
/** Provinces, autonomous regions and municipalities (GB/T 2260), as addresses begin with them. */
const PROVINCES =
  '河北省|山西省|辽宁省|吉林省|黑龙江省|江苏省|浙江省|安徽省|福建省|江西省|山东省|河南省|湖北省|湖南省|广东省|海南省|四川省|贵州省|云南省|陕西省|甘肃省|青海省|台湾省|内蒙古自治区|广西壮族自治区|西藏自治区|宁夏回族自治区|新疆维吾尔自治区|北京市|天津市|上海市|重庆市|香港特别行政区|澳门特别行政区';
const BEGINS_WITH_PROVINCE = new RegExp(`^(${PROVINCES})`);
/** Far enough that the longest name of a province ends, too near for another 省. */
const PROVINCE_END = /^.{0,9}?(省|自治区)/u;

/** Whether a place that names a province names one that there is; the first character of one is easily lost. */
export function hasRealProvince(value: string): boolean {
  return !PROVINCE_END.test(value) || BEGINS_WITH_PROVINCE.test(value);
}

/** An address: Chinese, with a place in it, and an end at which addresses end; one that breaks off was not read whole. */
export const ADDRESS =
  /^\p{Script=Han}.*[省市区县镇乡村路街道巷].*(号|室|房|户|组|村|队|层|铺|之[一二三四五六七八九十\d]+|号\d+)$/u;
