import type { PaperKind, ReadField } from '../../../contracts/domain/paper.ts';
import type { PixelBox } from './image.ts';
import { KIND_RULES } from './kinds/index.ts';
import type { FieldRule, KindRule } from './kinds/rule.ts';
import { findLabels, type LabelHit } from './labels.ts';
import { type FoundNumber, findCreditCode, findIdNumber } from './numbers.ts';
import { boxAround, type Glyph, heightOf, inReadingOrder, onOneRow, type Segment, segmentOf, wordsOf } from './page.ts';

/** A field with its place in the picture that was read. */
export interface FoundField {
  readonly field: ReadField;
  readonly place: PixelBox;
  /** The characters it was made of, as they stand on the page, line by line. */
  readonly glyphs: readonly Glyph[];
}

/** A field that is missing although its label was read, or that its rule did not pass: for a closer look at its place. */
export interface Doubt {
  readonly rule: FieldRule;
  readonly place: PixelBox;
  /** The label, when the place begins with it: a single character is read better in company. */
  readonly label: string;
}

export interface Extraction {
  readonly kind: PaperKind;
  readonly text: string;
  readonly fields: readonly FoundField[];
  readonly doubts: readonly Doubt[];
}

const MAX_TEXT_CHARS = 20_000;
const MAX_VALUE_CHARS = 500;
/** Sum of marks from which a page counts as of a kind. */
const KIND_FROM = 1;

/** The kind that the page's own words speak for. */
export function recogniseKind(segments: readonly Segment[]): KindRule | null {
  let chosen: KindRule | null = null;
  let most = KIND_FROM - 1e-9;
  for (const rule of KIND_RULES) {
    const found = new Set(
      findLabels(
        segments,
        rule.marks.map(({ text }) => text),
      ).map(({ label }) => label),
    );
    const sum = rule.marks.reduce((total, { text, weight }) => total + (found.has(text) ? weight : 0), 0);
    if (sum > most) {
      most = sum;
      chosen = rule;
    }
  }
  return chosen;
}

/** A gap on a line, in line heights, that no value spans: what follows is another column whose label was misread. */
const COLUMN_GAP = 3;

/** What stands between a label and its value. */
const LABEL_END = /^[:：）)]$/;

/** Glyphs from the end of the label to the next label or the next column. */
function behindLabel(hit: LabelHit, hits: readonly LabelHit[]): Glyph[] {
  const starts = new Set(hits.map(({ row, from }) => row.glyphs[from]));
  const behind = hit.row.glyphs.slice(hit.to);
  // The value may begin far from its label, as in a table: the colon does not count.
  const rest = behind.slice(behind.findIndex(({ text }) => !LABEL_END.test(text)));
  if (behind.every(({ text }) => LABEL_END.test(text))) return [];
  const end = rest.findIndex((glyph, index) => {
    const before = rest[index - 1];
    return starts.has(glyph) || (before && glyph.box.x0 - before.box.x1 > COLUMN_GAP * heightOf(before.box));
  });
  return end < 0 ? rest : rest.slice(0, end);
}

const labelBox = (hit: LabelHit) => boxAround(hit.row.glyphs.slice(hit.from, hit.to).map(({ box }) => box));

/**
 * A value with the lines that go on below it: close under it, beginning at its left edge, with nothing in the column of
 * labels, which begins at `labelsFrom`.
 */
function continued(value: readonly Glyph[], all: readonly Segment[], lines: number, labelsFrom: number): Glyph[] {
  const glyphs = [...value];
  let last = boxAround(value.map(({ box }) => box));
  const left = last.x0;
  const height = heightOf(last);
  for (let line = 1; line < lines; line++) {
    const next = all.find(
      ({ box }) =>
        box.y0 > last.y0 + height * 0.6 && box.y0 - last.y1 < height * 1.1 && Math.abs(box.x0 - left) < height * 1.2,
    );
    if (!next) break;
    const labelled = all.some(
      ({ box }) => box.x0 > labelsFrom - height * 1.5 && box.x0 < left - height * 1.2 && onOneRow(box, next.box),
    );
    if (labelled) break;
    glyphs.push(...next.glyphs);
    last = next.box;
  }
  return glyphs;
}

/** The segment right under a label. */
function under(hit: LabelHit, all: readonly Segment[]): Glyph[] {
  const label = labelBox(hit);
  const height = heightOf(label);
  const found = all.find(
    ({ box }) =>
      box.y0 > label.y0 + height * 0.6 && box.y0 - label.y1 < height * 2 && Math.abs(box.x0 - label.x0) < height * 2,
  );
  return found ? [...found.glyphs] : [];
}

const HAN = /\p{Script=Han}/u;
/** Chinese characters stand evenly: one that is this many times as far from its neighbour as usual had another between. */
const LOST_PITCH = 1.65;
/** Fewer distances than this tell nothing about what is usual. */
const LEAST_PITCHES = 4;
/** Confidence of a value that a character is missing from: never enough to be accepted. */
const LOST_CONFIDENCE = 0.4;

/** Whether a gap inside a run of Chinese characters shows that one was not read at all. */
function lacksCharacter(glyphs: readonly Glyph[]): boolean {
  const middle = ({ box }: Glyph) => (box.x0 + box.x1) / 2;
  const pitches: number[] = [];
  for (const [index, glyph] of glyphs.entries()) {
    const before = glyphs[index - 1];
    if (!before || !HAN.test(glyph.text) || !HAN.test(before.text) || !onOneRow(glyph.box, before.box)) continue;
    const pitch = middle(glyph) - middle(before);
    if (pitch > 0) pitches.push(pitch);
  }
  if (pitches.length < LEAST_PITCHES) return false;
  const usual = [...pitches].sort((a, b) => a - b)[pitches.length >> 1] ?? 0;
  return pitches.some((pitch) => pitch > LOST_PITCH * usual);
}

/** A value is as sure as its least sure character, and unsure where one is missing. */
function leastConfidence(glyphs: readonly Glyph[]): number {
  const least = glyphs.reduce((lowest, { confidence }) => Math.min(lowest, confidence), glyphs.length > 0 ? 1 : 0);
  return lacksCharacter(glyphs) ? Math.min(least, LOST_CONFIDENCE) : least;
}

function fieldFrom(id: string, value: string, rule: ReadField['rule'], glyphs: readonly Glyph[]): FoundField {
  return {
    field: {
      id,
      value: value.slice(0, MAX_VALUE_CHARS),
      confidence: Math.round(leastConfidence(glyphs) * 1000) / 1000,
      rule,
      confirmed: false,
    },
    place: boxAround(glyphs.map(({ box }) => box)),
    glyphs,
  };
}

interface Page {
  readonly segments: readonly Segment[];
  readonly hits: readonly LabelHit[];
  /** Lines joined by `\n`; `glyphs[i]` is the glyph of character i, null for a line end. */
  readonly text: string;
  readonly glyphs: readonly (Glyph | null)[];
}

function pageOf(segments: readonly Segment[], hits: readonly LabelHit[]): Page {
  const glyphs: (Glyph | null)[] = [];
  let text = '';
  for (const segment of segments) {
    for (const glyph of segment.glyphs) {
      text += glyph.text;
      for (let unit = 0; unit < glyph.text.length; unit++) glyphs.push(glyph);
    }
    text += '\n';
    glyphs.push(null);
  }
  return { segments, hits, text, glyphs };
}

function verdictOf({ pattern, check }: FieldRule, value: string): ReadField['rule'] {
  if (!pattern && !check) return 'none';
  return (pattern?.test(value) ?? true) && (check?.(value) ?? true) ? 'passed' : 'failed';
}

function judged(rule: FieldRule, raw: string, glyphs: readonly Glyph[]): FoundField | null {
  const value = rule.tidy ? rule.tidy(raw) : raw;
  if (!value || glyphs.length === 0) return null;
  return fieldFrom(rule.id, value, verdictOf(rule, value), glyphs);
}

/** A field of these characters, as its rule keeps and judges it; null when they hold none. */
export function judgedRaw(rule: FieldRule, glyphs: readonly Glyph[]): FoundField | null {
  if (glyphs.length === 0) return null;
  if (rule.kind !== 'id-number' && rule.kind !== 'credit-code') return judged(rule, segmentOf(glyphs).text, glyphs);
  const found = findNumber(rule.kind, glyphs.map(({ text }) => text.charAt(0)).join(''));
  return found && fieldFrom(rule.id, found.value, found.verdict, glyphs.slice(found.from, found.to));
}

export function ruleOf(kind: PaperKind, fieldId: string): FieldRule | undefined {
  return KIND_RULES.find((rule) => rule.kind === kind)?.fields.find(({ id }) => id === fieldId);
}

/** The end of a misread label may stick to the value: the next line of the value tells where it truly begins. */
function withoutLabelRest(value: readonly Glyph[], all: readonly Segment[]): readonly Glyph[] {
  const box = boxAround(value.map((glyph) => glyph.box));
  const height = heightOf(box);
  const rest = [2, 1].find((count) => {
    const begin = value[count]?.box.x0;
    return all.some(
      (other) =>
        begin !== undefined &&
        other.box.y0 > box.y0 + height * 0.6 &&
        other.box.y0 - box.y1 < height * 1.1 &&
        Math.abs(other.box.x0 - begin) < height * 0.4,
    );
  });
  return rest ? value.slice(rest) : value;
}

/** Width of the column of labels in line heights, where the label itself was not read. */
const UNREAD_LABEL = 4.5;

/** The field by its pattern anywhere on the page. */
function byPattern(rule: FieldRule, page: Page): FoundField | null {
  if (!rule.find) return null;
  const all = [...page.text.matchAll(new RegExp(rule.find.source, `${rule.find.flags.replace('g', '')}g`))];
  const match = rule.findWhich === 'last' ? all.at(-1) : all[0];
  const raw = match?.[1];
  if (!match || !raw) return null;
  const from = match.index + match[0].indexOf(raw);
  const glyphs = page.glyphs.slice(from, from + raw.length).filter((glyph) => glyph !== null);
  const [first] = glyphs;
  if (!first || rule.lines === 1 || raw.includes('\n')) return judged(rule, raw.replaceAll('\n', ''), glyphs);
  const value = withoutLabelRest(glyphs, page.segments);
  const left = value[0]?.box.x0 ?? first.box.x0;
  const whole = continued(value, page.segments, rule.lines, left - UNREAD_LABEL * heightOf(first.box));
  return judged(rule, segmentOf(whole).text, whole);
}

function textField(rule: FieldRule, page: Page): FoundField | null {
  let spare: FoundField | null = null;
  for (const hit of page.hits.filter(({ label }) => rule.labels.includes(label))) {
    const first = behindLabel(hit, page.hits);
    if (first.length === 0) continue;
    const glyphs = rule.lines > 1 ? continued(first, page.segments, rule.lines, labelBox(hit).x0) : first;
    const found = judged(rule, segmentOf(glyphs).text, glyphs);
    if (found && found.field.rule !== 'failed') return found;
    spare ??= found;
  }
  const found = byPattern(rule, page);
  return found && (spare === null || found.field.rule === 'passed') ? found : spare;
}

/** Places where a number may stand, the likeliest first: behind or under its label, then every line. */
function numberCandidates(rule: FieldRule, page: Page): { glyphs: Glyph[]; labelled: boolean }[] {
  const candidates: { glyphs: Glyph[]; labelled: boolean }[] = [];
  for (const hit of page.hits.filter(({ label }) => rule.labels.includes(label))) {
    const behind = behindLabel(hit, page.hits);
    if (rule.below) candidates.push({ glyphs: under(hit, page.segments), labelled: true });
    if (behind.length > 0) candidates.push({ glyphs: behind, labelled: true });
    if (rule.lines > 1) {
      const begun = behind.length > 0 ? behind : hit.row.glyphs.slice(hit.to - 1, hit.to);
      candidates.push({ glyphs: runningOn(begun, page), labelled: true });
    }
  }
  for (const { glyphs } of page.segments) candidates.push({ glyphs: [...glyphs], labelled: false });
  return candidates.filter(({ glyphs }) => glyphs.length > 0);
}

/** Running text: the rest of the line and the line after it. */
function runningOn(glyphs: readonly Glyph[], page: Page): Glyph[] {
  const last = glyphs.at(-1);
  const index = page.segments.findIndex((segment) => last !== undefined && segment.glyphs.includes(last));
  return [...glyphs, ...(page.segments[index + 1]?.glyphs ?? [])];
}

type NumberKind = 'id-number' | 'credit-code';

export function findNumber(kind: NumberKind, text: string): FoundNumber | null {
  return kind === 'id-number' ? findIdNumber(text) : findCreditCode(text);
}

const RANK: Readonly<Record<string, number>> = { passed: 3, warn: 2, failed: 1 };

function numberField(rule: FieldRule, kind: NumberKind, page: Page): FoundField | null {
  let chosen: FoundField | null = null;
  for (const { glyphs, labelled } of numberCandidates(rule, page)) {
    const found = findNumber(kind, glyphs.map(({ text }) => text.charAt(0)).join(''));
    if (!found) continue;
    // A line without the label counts only when the check digit proves it.
    if (!labelled && found.verdict !== 'passed') continue;
    if (chosen && (RANK[found.verdict] ?? 0) <= (RANK[chosen.field.rule] ?? 0)) continue;
    chosen = fieldFrom(rule.id, found.value, found.verdict, glyphs.slice(found.from, found.to));
    if (found.verdict === 'passed') break;
  }
  return chosen;
}

/** Reads the fields of a page; without `kind` it is recognised from the words on the page. */
export function extract(unordered: readonly Segment[], kind?: PaperKind): Extraction {
  const segments = inReadingOrder(unordered);
  const rule = kind ? (KIND_RULES.find((one) => one.kind === kind) ?? null) : recogniseKind(segments);
  const text = segments.map(wordsOf).join('\n').slice(0, MAX_TEXT_CHARS);
  if (!rule) return { kind: kind ?? 'other', text, fields: [], doubts: [] };
  const labels = [...rule.fields.flatMap((field) => field.labels), ...rule.otherLabels];
  const page = pageOf(segments, findLabels(segments, [...new Set(labels)]));
  const fields: FoundField[] = [];
  const doubts: Doubt[] = [];
  for (const field of rule.fields) {
    const isNumber = field.kind === 'id-number' || field.kind === 'credit-code';
    const found = isNumber ? numberField(field, field.kind as NumberKind, page) : textField(field, page);
    if (found) fields.push(found);
    if (found?.field.rule === 'passed' || !(isNumber || field.only)) continue;
    const doubt = doubtOf(field, found, page);
    if (doubt) doubts.push(doubt);
  }
  return { kind: rule.kind, text, fields, doubts };
}

/** What stands behind a label tells where its value is when so many of its characters were read. */
const LEAST_READ = 5;

/** Where to look again: at what was found, or where the value of a label must be. */
function doubtOf(rule: FieldRule, found: FoundField | null, page: Page): Doubt | null {
  const hit = page.hits.find(({ label }) => rule.labels.includes(label));
  if (!hit) return found ? { rule, place: found.place, label: '' } : null;
  const label = labelBox(hit);
  const height = heightOf(label);
  if (rule.kind === 'choice') {
    const end = found ? Math.max(found.place.x1, label.x1) : label.x1 + height * 3;
    return { rule, place: { ...label, x1: end }, label: hit.label };
  }
  const behind = rule.below ? under(hit, page.segments) : behindLabel(hit, page.hits);
  const read = found?.glyphs ?? (behind.length >= LEAST_READ ? behind : []);
  if (read.length > 0) return { rule, place: boxAround(read.map(({ box }) => box)), label: '' };
  const place = rule.below
    ? { x0: label.x0, y0: label.y1 + height * 0.2, x1: label.x0 + height * 16, y1: label.y1 + height * 2 }
    : {
        x0: label.x1 + height * 0.4,
        y0: label.y0 - height * 0.2,
        x1: label.x1 + height * 16,
        y1: label.y1 + height * 0.2,
      };
  return { rule, place, label: '' };
}

/** What a closer look at a doubt says; null when it brought nothing that the field's rule passes. */
export function settleDoubt({ rule, place, label }: Doubt, all: readonly Glyph[]): FoundField | null {
  const glyphs = all.slice(label.length);
  if (glyphs.length === 0) return null;
  const raw = segmentOf(glyphs).text;
  if (rule.kind === 'id-number' || rule.kind === 'credit-code') {
    const found = findNumber(rule.kind, raw);
    return found?.verdict === 'passed' ? { ...fieldFrom(rule.id, found.value, 'passed', glyphs), place } : null;
  }
  const found = judged(rule, raw, glyphs);
  return found?.field.rule === 'passed' ? { ...found, place } : null;
}

/** Judges the fields of a kind by one another. */
export function crossJudged(kind: PaperKind, fields: readonly FoundField[]): FoundField[] {
  const cross = KIND_RULES.find((rule) => rule.kind === kind)?.cross;
  if (!cross) return [...fields];
  const judgedFields = cross(fields.map(({ field }) => field));
  return fields.map((found, index) => ({ ...found, field: judgedFields[index] ?? found.field }));
}
