import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { TIMELINE_FACT } from '../server/keeping/places.ts';
import * as schema from '../server/store/schema.ts';
import { type Rig, startRig } from '../test/rig/rig.ts';
import { openSealedRows } from '../test/rig/sealed-rows.ts';
import { VISIT } from '../test/rig/visit.ts';

interface StepReport {
  readonly step: number;
  readonly name: string;
  readonly ok: boolean;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly pictures: readonly string[];
  readonly error?: string;
}

const { values } = parseArgs({ options: { out: { type: 'string', default: 'out/demo' } } });
const out = path.resolve(values.out);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const work = mkdtempSync(path.join(tmpdir(), 'xiaowu-demo-'));

console.log('starting the hub, the machines, the booth, three agents and a phone …');
const startMs = performance.now();
const rig = await startRig({ dir: work, drawnFace: true });
console.log(`everything is up after ${seconds(performance.now() - startMs)}`);
const steps: StepReport[] = [];
try {
  for (const [index, step] of VISIT.entries()) {
    const report = await play(index + 1, step);
    steps.push(report);
    console.log(
      `${String(report.step).padStart(2)}/${VISIT.length} ${report.ok ? 'done  ' : 'FAILED'} ${seconds(report.durationMs).padStart(7)}  ${report.name}`,
    );
    if (!report.ok) break;
  }
  await keepSlips();
} finally {
  await rig.close();
}
const timeline = await readTimeline();
const ok = steps.length === VISIT.length && steps.every((step) => step.ok) && rig.problems.length === 0;
const report = {
  ok,
  steps,
  totalMs: Math.round(steps.reduce((sum, step) => sum + step.durationMs, 0)),
  slips: rig.machines.printer.slips().map((slip) => slip.lines),
  violations: rig.machines.violations(),
  problems: rig.problems,
};
writeFileSync(path.join(out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
writeFileSync(path.join(out, 'timeline.json'), `${JSON.stringify(timeline, null, 2)}\n`);
writeFileSync(
  path.join(out, 'timings.txt'),
  steps.map((step) => `${seconds(step.durationMs)}\t${step.name}\n`).join(''),
);
writeFileSync(path.join(out, 'booth.log'), rig.booth().log());
rmSync(work, { recursive: true, force: true });
console.log(ok ? `the visit went through; see ${values.out}` : `the visit failed; see ${values.out}/report.json`);
process.exit(ok ? 0 : 1);

async function play(number: number, step: (typeof VISIT)[number]): Promise<StepReport> {
  const startedAt = new Date().toISOString();
  const began = performance.now();
  let error: string | undefined;
  try {
    await step.run(rig);
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown);
  }
  const durationMs = Math.round(performance.now() - began);
  const pictures = await takePictures(number, rig);
  return {
    step: number,
    name: step.name,
    ok: error === undefined,
    startedAt,
    durationMs,
    pictures,
    ...(error ? { error } : {}),
  };
}

/** A picture of every party, whatever they are doing. */
async function takePictures(number: number, { desks, phone, booth }: Rig): Promise<string[]> {
  const parties: Record<string, Page> = {
    booth: booth().page,
    'agent-market': desks.market.page,
    'agent-tax': desks.tax.page,
    'agent-social': desks.social.page,
    phone: phone.page,
  };
  const taken: string[] = [];
  for (const [party, page] of Object.entries(parties)) {
    const name = `${String(number).padStart(2, '0')}-${party}.png`;
    try {
      await page.screenshot({ path: path.join(out, name) });
      taken.push(name);
    } catch (thrown) {
      console.error(`no picture of ${party}: ${thrown instanceof Error ? thrown.message.split('\n')[0] : thrown}`);
    }
  }
  return taken;
}

async function keepSlips(): Promise<void> {
  for (const [index, slip] of rig.machines.printer.slips().entries()) {
    writeFileSync(path.join(out, `slip-${index + 1}.png`), await slip.png());
    writeFileSync(path.join(out, `slip-${index + 1}.txt`), `${slip.lines.join('\n')}\n`);
  }
}

async function readTimeline(): Promise<unknown[]> {
  const rows = await openSealedRows(rig.hub.dataDir);
  try {
    const entries = await rows.of(schema.timeline, TIMELINE_FACT);
    return entries
      .toSorted((one, other) => one.order - other.order)
      .map(({ order, at, source, fact }) => ({ entry_order: order, at, source, fact }));
  } finally {
    await rows.close();
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
