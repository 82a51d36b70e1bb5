import type { GreyImage } from '../../../../papers/image.ts';
import { isRunningText, withBlanks } from './blanks.ts';
import { cutOut } from './crop.ts';
import { allowedClasses, decodeCtc, type LineGlyph } from './ctc.ts';
import { commonAngle, linesIn, type TextMap } from './find.ts';
import { isHan, isTraditionalPrint } from './han.ts';
import { merged } from './merge.ts';
import { heightOfRect, type Point, pointAt, readAlong, type Slanted, turnedAround, widthOf } from './rect.ts';
import type { SecondEngine } from './second-engine.ts';

/** Probabilities of all characters for each step along a line that is 48 pixels high; the planes are given away. */
export type ReadText = (
  planes: Float32Array<ArrayBuffer>,
  widthPx: number,
) => Promise<{ readonly data: Float32Array; readonly steps: number }>;

/** The two networks of PP-OCR: where text is, and what a line says. */
export interface Networks {
  /** Probability of text for each pixel of a picture whose sides are multiples of 32; three planes of grey come in. */
  findText(planes: Float32Array, widthPx: number, heightPx: number): Promise<Float32Array>;
  /** May be asked for several lines at once. */
  readonly readText: ReadText;
  /** Characters of the classes from 1 up. */
  readonly characters: readonly string[];
}

/** A line as it was read. */
export interface ReadLine {
  /** Its place in the picture, in reading direction. */
  readonly place: Slanted;
  readonly glyphs: readonly LineGlyph[];
}

/** How a place is looked at. */
export interface Look {
  /** The only characters that may be read there; without it, all. */
  readonly only?: string;
  /** The line is read so many times as wide as it is: of narrow figures of the same kind none is then lost. */
  readonly stretch?: number;
}

export interface LineReader {
  /** All lines of a picture, whichever way up it lies. */
  page(image: GreyImage): Promise<ReadLine[]>;
  /** One place again. */
  line(image: GreyImage, place: Slanted, look: Look): Promise<ReadLine>;
}

/** Longer side at which text is looked for: time and memory grow with its square (docs/decisions/reading-papers.md). */
export const FIND_SIDE_PX = 960;
/** The detector halves its picture five times. */
const FIND_STEP_PX = 32;
/** Height of a line for the recogniser (PP-OCRv4: 3 × 48 × any). */
const LINE_HEIGHT_PX = 48;
const SHORTEST_LINE_PX = 48;
/** No line of a page is longer than 60 characters; what claims to be is cut off, or it would take memory without end. */
const LONGEST_LINE_PX = 2880;
/** Lines that are more slanted than this are found whole only when the picture is laid level first. */
const FOUND_WELL_RADIANS = (8 * Math.PI) / 180;
/** So many of the longest lines tell which way up the page lies. */
const ASKED_LINES = 3;
/** Mean confidence above which nobody asks whether the page stands on its head. */
const SURELY_UPRIGHT = 0.9;

/** Letters are narrow, and of those that stand close some are lost: words are read again so many times as wide. */
const WORDS_STRETCH = 1.3;
/** Unless the network is so sure of every letter: where one is lost, its neighbours are doubtful. */
const SURE_LETTER = 0.9;

/** Mean and deviation of the pictures that the networks learnt from, by channel (PP-OCR: ImageNet's, and 0.5). */
const FIND_MEAN = [0.485, 0.456, 0.406] as const;
const FIND_DEVIATION = [0.229, 0.224, 0.225] as const;

function planesOf({ data }: GreyImage, mean: readonly number[], deviation: readonly number[]) {
  const planes = new Float32Array(3 * data.length);
  for (let channel = 0; channel < 3; channel++) {
    const [offset, scale] = [mean[channel] ?? 0, 1 / (deviation[channel] ?? 1)];
    const start = channel * data.length;
    for (let at = 0; at < data.length; at++) planes[start + at] = ((data[at] ?? 0) / 255 - offset) * scale;
  }
  return planes;
}

const meanOf = (glyphs: readonly LineGlyph[]) =>
  glyphs.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, glyphs.length);

/** Reads with the networks, and on pages of traditional print with a second engine too, opened when the first of them comes. */
const lettersIn = (glyphs: readonly LineGlyph[]) => glyphs.filter(({ text }) => text.trim() !== '').length;

export function createLineReader(networks: Networks, openSecond: () => Promise<SecondEngine>): LineReader {
  const known = new Set(networks.characters);
  let second: Promise<SecondEngine> | null = null;
  /** Whether the page read last is in traditional print. */
  let isTraditional = false;

  async function read(image: GreyImage, place: Slanted, look: Look = {}): Promise<ReadLine> {
    const { only, stretch = 1 } = look;
    const line = cutLine(image, place, stretch);
    const planes = planesOf(line, [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]);
    const { data, steps } = await networks.readText(planes, line.widthPx);
    const allowed = only === undefined ? undefined : allowedClasses(networks.characters, only);
    const glyphs = decodeCtc(data, steps, networks.characters, allowed);
    // Where only some characters can stand, the print says nothing.
    return { place, glyphs: isTraditional && !allowed ? await withSecond(glyphs, line) : glyphs };
  }

  async function withSecond(glyphs: readonly LineGlyph[], line: GreyImage): Promise<readonly LineGlyph[]> {
    if (!glyphs.some(({ text }) => isHan(text))) return glyphs;
    second ??= openSecond();
    // A failed start is not kept: the next line tries again, and its page says so too.
    second.catch(() => {
      second = null;
    });
    const engine = await second;
    const read = engine.read(line);
    return merged(glyphs, read, {
      first: (text) => known.has(text),
      second: (text) => engine.knows(text),
      height: line.heightPx / line.widthPx,
    });
  }

  /** Words of letters drawn wider, when that shows more of them. */
  async function wider(image: GreyImage, place: Slanted, glyphs: readonly LineGlyph[]): Promise<readonly LineGlyph[]> {
    if (!isRunningText(glyphs) || glyphs.every(({ confidence }) => confidence >= SURE_LETTER)) return glyphs;
    const again = await read(image, place, { stretch: WORDS_STRETCH });
    return lettersIn(again.glyphs) > lettersIn(glyphs) ? again.glyphs : glyphs;
  }

  /** The lines of a page with what their print asks for: a second reading of traditional Chinese, blanks between words. */
  async function inTheirPrint(image: GreyImage, lines: readonly ReadLine[]): Promise<ReadLine[]> {
    isTraditional = isTraditionalPrint(lines.flatMap(({ glyphs }) => glyphs.map(({ text }) => text)));
    const finished: ReadLine[] = [];
    for (const { place, glyphs } of lines) {
      const line = cutLine(image, place, 1);
      const read = isTraditional ? await withSecond(glyphs, line) : await wider(image, place, glyphs);
      finished.push({ place, glyphs: withBlanks(read, line) });
    }
    return finished;
  }

  /** Lines of a picture that is looked at with the direction `angle` laid level. */
  async function find(image: GreyImage, angle: number): Promise<Slanted[]> {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const spanX = image.widthPx * Math.abs(cos) + image.heightPx * Math.abs(sin);
    const spanY = image.widthPx * Math.abs(sin) + image.heightPx * Math.abs(cos);
    const factor = Math.min(1, FIND_SIDE_PX / Math.max(spanX, spanY));
    const stepped = (px: number) => Math.max(1, Math.round((px * factor) / FIND_STEP_PX)) * FIND_STEP_PX;
    const [widthPx, heightPx] = [stepped(spanX), stepped(spanY)];
    const [halfX, halfY] = [widthPx / factor / 2, heightPx / factor / 2];
    const whole: Slanted = {
      middle: { x: image.widthPx / 2, y: image.heightPx / 2 },
      across: { x: halfX * cos, y: halfX * sin },
      down: { x: -halfY * sin, y: halfY * cos },
    };
    const small = cutOut(image, whole, heightPx, widthPx, { stepPx: 1 });
    const data = await networks.findText(planesOf(small, FIND_MEAN, FIND_DEVIATION), small.widthPx, small.heightPx);
    const map: TextMap = { widthPx: small.widthPx, heightPx: small.heightPx, data };
    const back = ({ x, y }: Point) => ({ x: (x * cos - y * sin) / factor, y: (x * sin + y * cos) / factor });
    return linesIn(map).map(({ middle, across, down }) => ({
      middle: pointAt(whole, middle.x / small.widthPx, middle.y / small.heightPx),
      across: back(across),
      down: back(down),
    }));
  }

  return {
    async page(image) {
      isTraditional = false;
      let found = await find(image, 0);
      let angle = commonAngle(found) ?? 0;
      if (Math.abs(angle) > FOUND_WELL_RADIANS) {
        found = await find(image, angle);
        angle = commonAngle(found) ?? angle;
      }
      const places = found.map((place) => readAlong(place, angle));
      const longestFirst = [...places].sort((a, b) => widthOf(b) / heightOfRect(b) - widthOf(a) / heightOfRect(a));
      const asked = longestFirst.slice(0, ASKED_LINES);
      const readAll = (all: readonly Slanted[]) => Promise.all(all.map((place) => read(image, place)));
      const upright = await readAll(asked);
      let turned: ReadLine[] = [];
      const isUpright =
        upright.every(({ glyphs }) => glyphs.length > 0) &&
        meanOf(upright.flatMap(({ glyphs }) => glyphs)) >= SURELY_UPRIGHT;
      if (!isUpright) {
        turned = await readAll(asked.map(turnedAround));
        // All that was read counts, not how sure each of it is: of print on its head little is read, but figures surely.
        const said = (lines: readonly ReadLine[]) =>
          lines.reduce((sum, { glyphs }) => sum + meanOf(glyphs) * glyphs.length, 0);
        if (said(turned) <= said(upright)) turned = [];
      }
      const rest = places.filter((place) => !asked.includes(place));
      const lines =
        turned.length > 0
          ? [...turned, ...(await readAll(rest.map(turnedAround)))]
          : [...upright, ...(await readAll(rest))];
      return await inTheirPrint(image, lines);
    },
    line: read,
  };
}

/** A place laid level, as the networks read it. */
function cutLine(image: GreyImage, place: Slanted, stretch: number): GreyImage {
  const cut = (part: Slanted) => cutOut(image, part, LINE_HEIGHT_PX, SHORTEST_LINE_PX, { stretch });
  const line = cut(place);
  return line.widthPx > LONGEST_LINE_PX ? cut(shortened(place, line.widthPx)) : line;
}

/** The beginning of a place that is too long. */
function shortened(place: Slanted, widthPx: number): Slanted {
  const share = LONGEST_LINE_PX / widthPx;
  const { middle, across, down } = place;
  return {
    middle: { x: middle.x - across.x * (1 - share), y: middle.y - across.y * (1 - share) },
    across: { x: across.x * share, y: across.y * share },
    down,
  };
}
