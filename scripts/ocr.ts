/**
 * Reads pictures of papers as the booth does: `npm run ocr -- [--json] [--kind KIND] [--truth FOLDER] [FILE …]`.
 * With `--truth` it reads every picture that FOLDER/truth.json names and tells what was read wrongly (scripts/ocr/score.ts
 * describes the file). Ends with 1 when a file could not be read, with 2 when it was asked for something impossible.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isAccepted, type PaperReading, paperKind } from '../contracts/domain/paper.ts';
import { systemClock } from '../contracts/time.ts';
import { createOcrEngine } from '../electron/workers/ocr/engine.ts';
import { installedPaths } from '../electron/workers/ocr/paths.ts';
import { startRecogniser } from '../electron/workers/ocr/recogniser.ts';
import { addScores, type Miss, NO_SCORE, readTruth, type Score, scoreReading } from './ocr/score.ts';

/** No file of the hub: the reading has to name one. */
const FILE_ID = '00000000-0000-7000-8000-000000000000';
const MIME_TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    kind: { type: 'string' },
    truth: { type: 'string' },
  },
});
const kind = values.kind === undefined ? undefined : paperKind.safeParse(values.kind);
if (kind && !kind.success) {
  console.error(`--kind is one of ${paperKind.options.join(', ')}`);
  process.exit(2);
}
const truth = values.truth === undefined ? {} : readTruth(values.truth);
const files = [...positionals, ...Object.keys(truth).map((name) => path.join(values.truth ?? '', name))];
if (files.length === 0) {
  console.error('usage: npm run ocr -- [--json] [--kind KIND] [--truth FOLDER] [FILE …]');
  process.exit(2);
}

const say = (value: unknown) => console.log(JSON.stringify(value));
const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;

function tell(file: string, { fileId: _, ...reading }: PaperReading, misses: readonly Miss[]): void {
  const fields = reading.fields.map((field) => ({ ...field, accepted: isAccepted(field) }));
  if (values.json) {
    say({ file, ...reading, fields, ...(values.truth === undefined ? {} : { misses }) });
    return;
  }
  console.log(`${file}: ${reading.kind}, ${Math.round(reading.durationMs)} ms`);
  for (const { id, value, confidence, rule, accepted } of fields) {
    const state = `${percent(confidence).padStart(7)}  ${rule.padEnd(6)}  ${accepted ? 'accepted' : 'look'}`;
    console.log(`  ${id.padEnd(22)} ${state.padEnd(26)} ${value}`);
  }
  for (const { field, truth: stands, read } of misses) {
    console.log(`  MISS ${field}: stands ${stands ?? '-'}, read ${read?.value ?? '-'}`);
  }
  if (fields.length === 0) console.log(reading.text.replace(/^/gm, '  | '));
}

function tellScore(score: Score, meanMs: number): void {
  if (values.json) {
    say({ score, meanMs });
    return;
  }
  const { papers, fields, exact, wrongAccepted, rightDoubted, missing, kindsRight } = score;
  console.log(
    `${papers} papers, ${fields} fields: exact ${percent(exact / Math.max(1, fields))}, wrong but accepted ${wrongAccepted}, ` +
      `missing ${missing}, right but to be looked at ${rightDoubted}, kinds right ${kindsRight}, ${Math.round(meanMs)} ms a page`,
  );
}

const paths = installedPaths(import.meta.filename);
const engine = createOcrEngine({ clock: systemClock, start: () => startRecogniser(paths) });
let failed = 0;
let score = NO_SCORE;
let spentMs = 0;
try {
  for (const file of files) {
    const mimeType = MIME_TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
    const bytes = readFileSync(file);
    const still = { fileId: FILE_ID, bytes, mimeType, ...(kind ? { kind: kind.data } : {}) };
    const reading = await engine.read(still);
    if (!reading.ok) {
      failed++;
      console.error(`${file}: ${reading.error.code} ${reading.error.detail ?? ''}`);
      continue;
    }
    const known = values.truth === undefined ? undefined : truth[path.relative(values.truth, file)];
    const scored = known && scoreReading(reading.value, known);
    if (scored) score = addScores(score, scored.score);
    spentMs += reading.value.durationMs;
    tell(file, reading.value, scored?.misses ?? []);
  }
} finally {
  await engine.release();
}
if (values.truth !== undefined) tellScore(score, spentMs / Math.max(1, files.length - failed));
process.exitCode = failed > 0 ? 1 : 0;
