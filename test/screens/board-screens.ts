import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { build, mergeConfig, preview } from 'vite';
import { webConfig } from '../../vite.web.config.ts';
import { launchChromium } from '../rig/chromium.ts';
import { lookAt } from './look.ts';

/**
 * Keeps a picture of the supervisor's board with many, few and no departments, people and calls:
 * `node test/screens/board-screens.ts [--out DIR] [name…]`. Exits non-zero when the page has an error, something runs out
 * of its place, a target is too small, or a reader cannot read it.
 */
const args = process.argv.slice(2);
const outAt = args.indexOf('--out');
const out = outAt === -1 ? 'out/screens' : (args[outAt + 1] ?? 'out/screens');
const names = args.filter((arg, index) => !arg.startsWith('--') && (outAt === -1 || index !== outAt + 1));

/** Pressed with a mouse: WCAG 2.2, 2.5.8, where the spacing of rows stands in for height. */
const MIN_TARGET_PX = 20;
const HARNESS = join(import.meta.dirname, '../../renderer/agent/board/testing/harness.html');

interface Shot {
  readonly name: string;
  readonly scene: 'full' | 'small' | 'empty';
  readonly language?: 'en';
  readonly act?: (page: Page) => Promise<unknown>;
}

const history = (page: Page) => page.keyboard.press('2');
const tables = async (page: Page) => {
  await history(page);
  const toTable = page.getByRole('button', { name: '看表格' });
  // Each press takes one of them away.
  for (let left = await toTable.count(); left > 0; left--) await toTable.first().click();
};

const shots: readonly Shot[] = [
  { name: 'full', scene: 'full' },
  { name: 'small', scene: 'small' },
  { name: 'empty', scene: 'empty' },
  { name: 'full-en', scene: 'full', language: 'en' },
  { name: 'full-alerts', scene: 'full', act: (page) => page.getByRole('button', { name: /^还有/ }).click() },
  { name: 'full-department', scene: 'full', act: (page) => page.locator('[data-row="department-1"] button').click() },
  { name: 'full-typed', scene: 'full', act: (page) => page.keyboard.type('/税务') },
  { name: 'full-help', scene: 'full', act: (page) => page.keyboard.press('?') },
  {
    name: 'full-whisper',
    scene: 'full',
    act: (page) => page.locator('[data-way="whisper"][aria-expanded]').first().click(),
  },
  { name: 'history', scene: 'full', act: history },
  { name: 'history-en', scene: 'full', language: 'en', act: history },
  { name: 'history-tables', scene: 'full', act: tables },
  {
    name: 'history-month',
    scene: 'full',
    act: async (page) => {
      await history(page);
      await page.getByRole('button', { name: '30 天' }).click();
      await page.locator('[data-row="department-1"] button').click();
    },
  },
  { name: 'history-empty', scene: 'empty', act: history },
];

mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'xiaowu-board-'));
const config = mergeConfig(webConfig('agent'), {
  configFile: false,
  logLevel: 'error',
  build: { outDir: folder, rolldownOptions: { input: HARNESS } },
  preview: { port: 0 },
});
await build(config);
const server = await preview(config);
const base = server.resolvedUrls?.local[0];
if (!base) throw new Error('vite gave no address');
const browser = await launchChromium();
const problems: string[] = [];
for (const { name, scene, language = 'zh-CN', act } of shots) {
  if (names.length > 0 && !names.includes(name)) continue;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: language });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`${name}: page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${name}: console: ${message.text()}`);
  });
  await page.goto(`${base}board/testing/harness.html?scene=${scene}&language=${language}`);
  await page.locator('[data-board="departments"]').waitFor();
  await act?.(page);
  await page.locator('[data-board="departments"]').waitFor();
  await page.evaluate(() => document.fonts.ready);
  const file = `board-${name}.png`;
  problems.push(...(await lookAt(page, file, MIN_TARGET_PX)));
  const { violations } = await new AxeBuilder({ page }).analyze();
  problems.push(
    ...violations.map(
      ({ id, help, nodes }) => `${file}: ${id}: ${help} (${nodes.map(({ html }) => html).slice(0, 3)})`,
    ),
  );
  await page.screenshot({ path: join(out, file), animations: 'disabled' });
  console.log(file);
  await context.close();
}
await browser.close();
await server.close();
rmSync(folder, { recursive: true, force: true });
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
