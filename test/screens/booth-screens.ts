import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import type { Party, Receipt } from '../../contracts/domain/visit.ts';
import { previewJob } from '../../native/printer/preview.ts';
import { scenes } from '../../renderer/booth/testing/scenes.ts';

/**
 * Renders every screen of the booth on a scripted bridge and keeps its picture: `node test/screens/booth-screens.ts
 * [--out DIR] [--landscape] [name…]`. Exits non-zero when a screen has an error, a text that runs out of its place, or
 * a target smaller than a finger.
 */
const args = process.argv.slice(2);
const outAt = args.indexOf('--out');
const out = outAt === -1 ? 'out/screens' : (args[outAt + 1] ?? 'out/screens');
// Names of pictures; without any, all.
const names = args.filter((arg, index) => !arg.startsWith('--') && (outAt === -1 || index !== outAt + 1));
const landscape = args.includes('--landscape');
const everything = names.length === 0;

interface Shot {
  readonly scene: string;
  readonly file: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hour: number;
  readonly language?: 'en';
  readonly act?: readonly string[];
  /** The booth has lost its cameras and microphone. */
  readonly isBlind?: boolean;
}

const portrait = { widthPx: 1080, heightPx: 1920 };
const wide = { widthPx: 1920, heightPx: 1080 };
const shots: Shot[] = [];
for (const scene of Object.keys(scenes)) {
  shots.push({ scene, file: scene, hour: 14, ...(landscape ? wide : portrait) });
}
for (const [light, hour] of [
  ['night', 3],
  ['daybreak', 6],
  ['dusk', 18],
] as const) {
  shots.push({ scene: 'welcome', file: `welcome-${light}`, hour, ...portrait });
}
for (const scene of ['welcome', 'consent', 'entering-push', 'ready', 'in-call-three', 'mailing', 'rating', 'goodbye']) {
  shots.push({ scene, file: `${scene}-landscape`, hour: 6, ...wide });
}
for (const scene of [
  'welcome',
  'ready',
  'in-call',
  'rating',
  'goodbye',
  'mailing',
  'courier',
  'courier-open',
  'in-call-locker-failed',
]) {
  shots.push({ scene, file: `${scene}-en`, hour: 10, language: 'en', ...portrait });
}
shots.push({ scene: 'courier', file: 'courier-landscape', hour: 14, ...wide });
shots.push({ scene: 'courier', file: 'courier-largest', hour: 14, act: ['largest'], ...portrait });
shots.push({ scene: 'welcome', file: 'welcome-night-landscape', hour: 23, ...wide });
shots.push({
  scene: 'in-call',
  file: 'in-call-paper',
  hour: 14,
  act: ['paper', 'see [data-page-outline]'],
  ...portrait,
});
const shot = 'see [data-page="1"][data-state="stored"]';
for (const [file, ...act] of [
  ['capture-counting', 'capture', 'see [role="timer"]'],
  ['capture-taken', 'capture', shot],
  ['capture-page', 'capture', shot, 'page=1'],
  ['capture-retake', 'capture', shot, 'ask-retake'],
] as const) {
  shots.push({ scene: 'in-call', file, hour: 14, act: ['paper', ...act], ...portrait });
}
for (const [file, ...act] of [
  ['capture-taken', 'capture', shot],
  ['capture-retake', 'capture', shot, 'ask-retake'],
] as const) {
  const given = { scene: 'in-call', hour: 14, act: ['paper', ...act] };
  shots.push({ ...given, file: `${file}-en`, language: 'en', ...portrait });
  shots.push({ ...given, file: `${file}-largest`, act: ['largest', 'paper', ...act], ...portrait });
  shots.push({ ...given, file: `${file}-landscape`, ...wide });
}
shots.push({ scene: 'in-call', file: 'in-call-marked', hour: 14, act: ['paper', 'finger'], ...portrait });
shots.push({ scene: 'ready', file: 'ready-departments', hour: 14, act: ['choose-department'], ...portrait });
shots.push({ scene: 'ready', file: 'ready-display', hour: 14, act: ['display'], ...portrait });
shots.push({ scene: 'ready', file: 'ready-leave', hour: 14, act: ['leave'], ...portrait });
shots.push({ scene: 'welcome', file: 'welcome-help', hour: 14, act: ['help'], ...portrait });
for (const scene of ['welcome', 'ready', 'in-call-ask', 'goodbye', 'mailing']) {
  shots.push({ scene, file: `${scene}-largest`, hour: 14, act: ['largest'], ...portrait });
}
for (const scene of ['ready', 'rating', 'technician']) {
  shots.push({ scene, file: `${scene}-high`, hour: 14, act: ['high'], ...portrait });
}
const waitingScenes = [
  'calling-why',
  'calling-night',
  'instead-call-back',
  'instead-message',
  'instead-appointment',
  'agreed-appointment',
];
const talkScenes = [
  'in-call-hold',
  'in-call-lost',
  'in-call-alone',
  'in-call-asked',
  'in-call-interpreter',
  'after-call-lost',
];
for (const scene of [...waitingScenes, ...talkScenes]) {
  shots.push({ scene, file: `${scene}-en`, hour: 10, language: 'en', ...portrait });
  shots.push({ scene, file: `${scene}-largest`, hour: 14, act: ['largest'], ...portrait });
  shots.push({ scene, file: `${scene}-landscape`, hour: 14, ...wide });
}
for (const scene of ['calling-night', 'instead-appointment', 'in-call-lost']) {
  shots.push({ scene, file: `${scene}-high`, hour: 14, act: ['high'], ...portrait });
}
shots.push({
  scene: 'instead-call-back',
  file: 'instead-call-back-wrong',
  hour: 14,
  act: ['key=1', 'key=2'],
  ...portrait,
});
shots.push({ scene: 'in-call', file: 'in-call-blind', hour: 14, isBlind: true, ...portrait });
shots.push({ scene: 'in-call', file: 'in-call-sound', hour: 14, act: ['sound'], ...portrait });
shots.push({ scene: 'in-call', file: 'in-call-headphones', hour: 14, act: ['headphones'], ...portrait });
shots.push({ scene: 'in-call', file: 'in-call-headphones-sound', hour: 14, act: ['headphones', 'sound'], ...portrait });
shots.push({ scene: 'in-call-three', file: 'in-call-muted', hour: 14, act: ['mute'], ...portrait });
for (const [file, ...act] of [
  ['in-call-form-list', 'open-form'],
  ['in-call-form-letters', 'open-form', 'field=company-name'],
  ['in-call-form-choice', 'open-form', 'field=reason'],
  ['in-call-form-date', 'open-form', 'field=closing-date'],
] as const) {
  shots.push({ scene: 'in-call-form', file, hour: 14, act, ...portrait });
}
shots.push({ scene: 'in-call-notice', file: 'in-call-notice-sheet', hour: 14, act: ['open-notice'], ...portrait });
shots.push({ scene: 'in-call-sign', file: 'in-call-sign-sheet', hour: 14, act: ['open-form', 'sign'], ...portrait });
shots.push({
  scene: 'in-call-form',
  file: 'in-call-form-en',
  hour: 14,
  language: 'en',
  act: ['open-form'],
  ...portrait,
});
shots.push(...technicianShots());

/** The technician's way in and each page of the bench, driven as a hand would. `name=value` presses `[data-name="value"]`. */
function technicianShots(): Shot[] {
  const of = (file: string, scene: string, act: readonly string[], language?: 'en'): Shot => ({
    scene,
    file,
    hour: 14,
    act,
    ...(language ? { language } : {}),
    ...portrait,
  });
  const bench = (file: string, ...act: string[]) => of(`technician-${file}`, 'technician', act);
  return [
    of('pin-pad', 'welcome', ['chord']),
    of('pin-pad-gesture', 'ready', ['gesture']),
    of('pin-pad-code', 'welcome', ['chord', 'digits=12345678']),
    of('pin-pad-slowed', 'welcome', ['chord', 'digits=123456654321']),
    of('pin-pad-en', 'welcome', ['chord'], 'en'),
    bench('locker', 'part=locker', 'compartment=5'),
    bench('locker-opened', 'part=locker', 'compartment=5', 'action=run-locker-compartment', 'action=verdict-good'),
    bench('camera', 'part=face', 'action=run-camera-face'),
    bench('waiting', 'part=scanner', 'action=run-scanner-code'),
    bench('screen', 'part=screen', 'action=run-network'),
    bench('door', 'part=door'),
    bench('ups', 'part=ups'),
    bench('self-check', 'action=page-self-check'),
    bench('wire', 'action=page-wire'),
    bench('wire-paused', 'action=page-wire', 'action=wire-pause'),
    bench('service', 'action=page-service', 'action=calibrate'),
    bench('report', 'part=door', 'action=run-door-unlock', 'action=page-report', 'action=print'),
    of('technician-en', 'technician', [], 'en'),
    of('technician-locker-en', 'technician', ['part=locker'], 'en'),
    of('technician-self-check-en', 'technician', ['action=page-self-check'], 'en'),
    bench('largest', 'largest'),
    bench('touch-grid', 'touch'),
    { ...bench('landscape'), ...wide },
    { ...bench('landscape-camera', 'part=face', 'action=run-camera-face'), ...wide },
    { ...of('pin-pad-landscape', 'welcome', ['chord']), ...wide },
  ];
}

mkdirSync(out, { recursive: true });
const server = await createServer({ configFile: 'vite.booth.config.ts', logLevel: 'error', server: { port: 0 } });
await server.listen();
const base = server.resolvedUrls?.local[0];
if (!base) throw new Error('vite gave no address');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--disable-features=WebRtcHideLocalIpsWithMdns'],
});

let failures = 0;
for (const shot of shots.filter(({ file }) => everything || names.includes(file))) {
  const context = await browser.newContext({ viewport: { width: shot.widthPx, height: shot.heightPx } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    // A booth without cameras says so.
    if (message.type() === 'error' && !shot.isBlind) problems.push(`console: ${message.text()}`);
  });
  await page.exposeFunction('drawReceipt', (receipt: Receipt) => {
    const shown = previewJob({ document: { kind: 'receipt', receipt }, copy: 0 }, { paperWidthMm: 80, cut: 'gs-v' });
    return { ...shown, png: Buffer.from(shown.png).toString('base64') };
  });
  const day = new Date(2026, 0, 31, shot.hour, 5);
  await page.addInitScript((offsetMs) => {
    const real = Date;
    const shifted = class extends real {
      constructor(...given: ConstructorParameters<typeof Date>) {
        if ((given as unknown[]).length === 0) super(real.now() + offsetMs);
        else super(...given);
      }
      static override now() {
        return real.now() + offsetMs;
      }
    };
    Object.assign(globalThis, { Date: shifted });
  }, day.getTime() - Date.now());
  const cameras = shot.isBlind ? 'none' : 'drawn';
  const query = new URLSearchParams({ scene: shot.scene, cameras, language: shot.language ?? 'zh-CN' });
  await page.goto(`${base}testing/harness.html?${query}`);
  await page.locator('[data-screen]').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  const expected = picturesOf(shot);
  if (expected > 0) {
    await page
      .waitForFunction((least) => {
        const videos = [...document.querySelectorAll('video')].filter((each) => !each.hidden);
        return videos.length >= least && videos.every((each) => each.videoWidth > 0);
      }, expected)
      .catch(() => problems.push('no remote picture'));
  }
  for (const action of shot.act ?? []) {
    if (action === 'largest' || action === 'high') {
      await page.locator('[data-action="display"]').click();
      await page.getByText(action === 'largest' ? '特大' : '黑底白字', { exact: true }).click();
      await page.getByRole('button', { name: '就这样' }).click();
    } else if (action.startsWith('see ')) await page.locator(action.slice('see '.length)).first().waitFor();
    else if (action === 'ask-retake') await askRetake(page);
    else if (action === 'finger') await drawOnPaper(page);
    else if (action === 'headphones') {
      await page.evaluate(() => (globalThis as unknown as { plugHeadphones(): void }).plugHeadphones());
      await page.locator('[data-action="sound"][data-private="true"]').waitFor();
    } else await act(page, action);
  }
  // Motion has an end; a picture in the middle of it shows nothing.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        // What shows that something goes on has no end.
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  );
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  problems.push(...(await page.evaluate(findLayoutProblems, { leastTargetPx: 20 * 3.6 })));
  if (/^(technician|pin-pad)/.test(shot.file)) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, help, nodes } of violations) {
      problems.push(`${id}: ${help} (${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')})`);
    }
  }
  await page.screenshot({ path: join(out, `${shot.file}.png`) });
  if (problems.length > 0) failures++;
  console.log(
    `${problems.length === 0 ? 'ok  ' : 'FAIL'} ${shot.file}${problems.map((each) => `\n       ${each}`).join('')}`,
  );
  await context.close();
}
await browser.close();
await server.close();
process.exitCode = failures === 0 ? 0 : 1;

/** A finger underlines something on the live paper. */
async function drawOnPaper(page: Page): Promise<void> {
  const ink = page.locator('canvas[data-ink]');
  const box = await ink.boundingBox();
  if (!box) throw new Error('no paper to draw on');
  await page.mouse.move(box.x + 0.35 * box.width, box.y + 0.5 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.65 * box.width, box.y + 0.52 * box.height, { steps: 8 });
  await page.mouse.up();
  await page.locator('canvas[data-ink][data-marks="1"]').waitFor();
}

/** Live pictures that the screen of a call shows: of those at the table, and of the citizen. */
function picturesOf({ scene, isBlind }: Shot): number {
  const parties: readonly Party[] = scenes[scene as keyof typeof scenes].call?.parties ?? [];
  const atTable = parties.filter(({ place, awaySince }) => place === 'table' && awaySince === undefined);
  if (parties.length < 2 || !atTable.some(({ kind }) => kind === 'citizen')) return 0;
  return atTable.length - (isBlind ? 1 : 0);
}

/** An agent wants the first page once more. */
async function askRetake(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { fakeBooth } = window as unknown as { fakeBooth: { push(name: string, payload: unknown): void } };
    const fileId = '01890000-0000-7000-8000-000000009001';
    fakeBooth.push('page.retake', { fileId, reason: 'glare', agent: { displayName: '演示坐席·市监一' } });
  });
  await page.locator('[data-replacing]:not([data-replacing=""])').waitFor();
}

/** One thing that a hand or a key does. */
async function act(page: Page, action: string): Promise<void> {
  const [name, value] = action.split('=');
  if (action === 'chord') return page.keyboard.press('Control+Alt+KeyM');
  if (action === 'gesture') return makeGesture(page);
  if (action === 'touch') {
    await page.evaluate(() => {
      const { fakeBooth } = window as unknown as { fakeBooth: { push(name: string, payload: unknown): void } };
      fakeBooth.push('probe.take', {
        requestId: '01900000-0000-7000-8000-000000000099',
        kind: 'touch',
        withPicture: false,
      });
    });
    await page.mouse.move(40, 300);
    await page.mouse.down();
    await page.mouse.move(1000, 700, { steps: 60 });
    return page.mouse.up();
  }
  if (name === 'digits') return page.keyboard.type(value ?? '');
  await page
    .locator(value === undefined ? `[data-action="${name}"]` : `[data-${name}="${value}"]`)
    .first()
    .click();
}

/** The hidden gesture as documented: hold the booth's name for three seconds, then touch it three times. */
async function makeGesture(page: Page): Promise<void> {
  const box = await page.locator('[data-place]').boundingBox();
  if (!box) throw new Error('the band has no name');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForTimeout(3200);
  await page.mouse.up();
  for (let tap = 0; tap < 3; tap++) {
    await page.mouse.down();
    await page.waitForTimeout(60);
    await page.mouse.up();
  }
  await page.locator('[data-pin-pad]').waitFor();
}

/** Runs in the page: what a citizen could not read or touch. */
function findLayoutProblems({ leastTargetPx }: { leastTargetPx: number }): string[] {
  const found: string[] = [];
  const width = window.innerWidth;
  const height = window.innerHeight;
  /** Below the edge of a part that scrolls, but within its width. */
  const isScrolled = (element: Element, box: DOMRect) => {
    for (let parent = element.parentElement; parent; parent = parent.parentElement) {
      if (!/auto|scroll/.test(getComputedStyle(parent).overflowY)) continue;
      const frame = parent.getBoundingClientRect();
      return box.left >= frame.left - 1 && box.right <= frame.right + 1;
    }
    return false;
  };
  for (const element of document.querySelectorAll('button, h1, h2, p, dd, dt, li')) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || element.closest('[style*="clip"], .visually-hidden')) continue;
    const text = (element.textContent ?? '').trim().slice(0, 20);
    if (box.left < -1 || box.top < -1 || box.right > width + 1 || box.bottom > height + 1) {
      if (!element.closest('[data-phase]') && !isScrolled(element, box))
        found.push(`outside the screen: ${element.tagName} ${text}`);
    }
    if (element.tagName === 'BUTTON' && (box.height < leastTargetPx - 1 || box.width < leastTargetPx - 1)) {
      if (!element.closest('fieldset'))
        found.push(`small target ${Math.round(box.width)}x${Math.round(box.height)}: ${text}`);
    }
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline') {
      found.push(`text runs over: ${element.tagName} ${text}`);
    }
  }
  return found;
}
