import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { hasDisplay, startOwnXvfb } from './lib/display.ts';
import { projectRoot } from './lib/project.ts';
import { toolCommand } from './lib/tool.ts';

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Phase {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where the tool leaves its figures, and how to read them; without these, the phase is one test that passes or fails. */
  readonly report?: { readonly file: string; readonly read: (report: unknown) => Tally };
}

const reportFolder = path.join(projectRoot, '.cache/test');
const vitestReport = path.join(reportFolder, 'vitest.json');
const playwrightReport = path.join(reportFolder, 'playwright.json');

const phases: readonly Phase[] = [
  { name: 'check: types', command: ['npm', 'run', '-s', 'check:types'] },
  { name: 'check: lint and format', command: ['npm', 'run', '-s', 'check:lint'] },
  { name: 'check: arrows between folders', command: ['npm', 'run', '-s', 'check:arrows'] },
  { name: 'check: unused code', command: ['npm', 'run', '-s', 'check:unused'] },
  {
    name: 'unit, integration and contract tests',
    command: [
      ...toolCommand('vitest', 'vitest'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestReport}`,
    ],
    report: { file: vitestReport, read: readVitest },
  },
  // The end-to-end tests walk through the booth from the sources and through the packaged one.
  { name: 'packaging', command: [process.execPath, 'scripts/package.ts'] },
  {
    name: 'end-to-end tests',
    command: [...toolCommand('@playwright/test', 'playwright'), 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
    report: { file: playwrightReport, read: readPlaywright },
  },
];

function readVitest(report: unknown): Tally {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report as Record<string, number>;
  return {
    passed: numPassedTests ?? 0,
    failed: numFailedTests ?? 0,
    skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0),
  };
}

function readPlaywright(report: unknown): Tally {
  const { stats } = report as { stats?: Record<string, number> };
  return {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
  };
}

let running: ReturnType<typeof spawn> | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    running?.kill(signal);
    process.exitCode = 1;
  });
}

async function runPhase({ name, command, env, report }: Phase): Promise<Tally> {
  console.log(`\n=== ${name}`);
  if (report) rmSync(report.file, { force: true });
  const startedMs = performance.now();
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: projectRoot, stdio: 'inherit', env: { ...process.env, ...env } });
  running = child;
  const isGood = await new Promise<boolean>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`=== ${name}: ${isGood ? 'passed' : 'FAILED'} in ${seconds} s`);
  const none = { passed: 0, failed: 0, skipped: 0 };
  if (!report) return isGood ? { ...none, passed: 1 } : { ...none, failed: 1 };
  const counted = existsSync(report.file) ? report.read(JSON.parse(readFileSync(report.file, 'utf8'))) : none;
  // A tool that fails without a failed test has failed before it came to testing.
  return isGood || counted.failed > 0 ? counted : { ...counted, failed: 1 };
}

/** `npm test -- check end-to-end` runs only the phases with these words in their names. */
const wanted = process.argv.slice(2);

mkdirSync(reportFolder, { recursive: true });
const display = hasDisplay() ? undefined : await startOwnXvfb(1920, 1920);
if (display) process.env.DISPLAY = display.name;
const tallies: Tally[] = [];
try {
  for (const phase of phases.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)))) {
    if (process.exitCode === undefined) tallies.push(await runPhase(phase));
  }
} finally {
  display?.close();
}
const total = (what: keyof Tally) => tallies.reduce((sum, tally) => sum + tally[what], 0);
if (total('skipped') > 0) console.log(`\n${total('skipped')} skipped`);
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
if (total('failed') > 0) process.exitCode = 1;
