import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { fail } from '../../contracts/errors.ts';
import { unwrap } from '../../contracts/result.ts';
import type { TechnicianCallName } from '../../contracts/technician/calls.ts';
import type { TechnicianMode, TechnicianPresence } from '../../contracts/technician/mode.ts';
import { createDemoBooth, demoFrames, demoSelfCheck } from '../../renderer/bench/testing/demo-booth.ts';
import { demoDevices, faultyDevices } from '../../renderer/bench/testing/demo-devices.ts';
import { type Rig, startRig, type TestBooth } from '../integration/hub/rig.ts';
import { launchChromium } from '../rig/chromium.ts';
import { lookAt } from './look.ts';

/**
 * Keeps a picture of every state of the technician's page on a real hub, with a played booth:
 * `node test/screens/technician-screens.ts [--out DIR]`, after `PAGE=technician vite build -c vite.web.config.ts`.
 * Exits non-zero when a state is not reached, the page has an error, or something runs out of its place.
 */
const outAt = process.argv.indexOf('--out');
const out = outAt === -1 ? 'out/screens' : (process.argv[outAt + 1] ?? 'out/screens');
mkdirSync(out, { recursive: true });

/** Pressed with a mouse, but also on the booth's touch screen: WCAG 2.2, 2.5.8. */
const MIN_TARGET_PX = 24;

const problems: string[] = [];

async function shot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(250);
  const file = `technician-${name}.png`;
  problems.push(...(await lookAt(page, file, MIN_TARGET_PX)));
  const { violations } = await new AxeBuilder({ page }).analyze();
  problems.push(
    ...violations.map(
      ({ id, help, nodes }) => `${file}: ${id}: ${help} (${nodes.map(({ html }) => html).join(' | ')})`,
    ),
  );
  await page.screenshot({ path: join(out, file), animations: 'disabled' });
  console.log(file);
}

/** Chromium's own picture, small, for steps that show one. */
async function drawnPicture(page: Page): Promise<Uint8Array<ArrayBuffer>> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 360;
    const context = canvas.getContext('2d');
    if (!context) return '';
    context.fillStyle = '#c9dcd8';
    context.fillRect(0, 0, 640, 360);
    context.fillStyle = '#0a4347';
    context.font = '40px sans-serif';
    context.fillText('demo picture', 200, 190);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}

const BY: TechnicianPresence = { technicianId: 'demo', displayName: '演示维护员·一', from: 'hub' };

/** A booth that answers the technician from a script; what waits for a person ends by `step.cancel`. */
function playBooth(
  booth: TestBooth,
  mode: TechnicianMode,
  picture: Uint8Array<ArrayBuffer>,
  visitActive = false,
): void {
  const demo = createDemoBooth({
    mode,
    by: BY,
    visitActive,
    nowMs: () => Date.now(),
    picture: { mimeType: 'image/png', bytes: picture },
  });
  let cancelStep: (() => void) | null = null;
  booth.orders['technician.call'] = async ({ name, input }: { name: TechnicianCallName; input: unknown }) => {
    const answer = demo.answer(name, input);
    if (name === 'step.cancel') cancelStep?.();
    if (name === 'wire.watch') void booth.call('technician.wire', { frames: [...demoFrames] });
    if (name !== 'view') void booth.call('technician.view', demo.view());
    if (answer !== null) return answer;
    await new Promise<void>((resolve) => {
      cancelStep = resolve;
    });
    return { ok: false, error: fail('cancelled') };
  };
}

/** A citizen leaves an envelope in the locker and goes; whoever fetches it needs a code. */
async function leaveParcel(rig: Rig, booth: TestBooth): Promise<void> {
  const tax = await rig.agent('demo-tax-1');
  await tax.available();
  const visit = await booth.begin({ serviceId: 'tax-clearance' });
  unwrap(await booth.call('call.request', { visitId: visit.id }));
  await tax.accept();
  const { id: parcelId, compartment } = unwrap(await tax.call('locker.ask', { visitId: visit.id, size: 'small' }));
  const states = ['agreed', 'pulse-sent', 'open', 'item-seen', 'closed', 'sealed'] as const;
  await booth.tell(
    visit.id,
    ...states.map((state) => ({ type: 'parcel.moved', parcelId, state, compartment }) as const),
    { type: 'visit.ended', end: 'completed' },
  );
}

const rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
const browser = await launchChromium();
const context = await browser.newContext({
  baseURL: rig.hub.url,
  viewport: { width: 1280, height: 800 },
  locale: 'zh-CN',
});
const page = await context.newPage();
page.setDefaultTimeout(60_000);
page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
try {
  await page.goto('/technician/');
  await page.getByRole('heading', { name: '维护人员登录' }).waitFor();
  await shot(page, '01-login');
  await page.getByLabel('账号').fill('demo-technician-1');
  await page.getByLabel('密码').fill('not the password');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('alert').waitFor();
  await shot(page, '02-wrong-password');
  await page.getByLabel('密码').fill('xiaowu-demo');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { name: '维护台' }).waitFor();
  await page.getByRole('navigation', { name: '晓屋' }).getByRole('button').first().waitFor();
  await shot(page, '03-never-seen');
  const press = (action: string) => page.locator(`[data-action="${action}"]`).first().click();
  const part = (name: string) => page.locator(`[data-part="${name}"]`).click();
  const booth = await rig.booth();
  const drawn = await drawnPicture(page);
  playBooth(booth, { phase: 'inactive' }, drawn, true);
  await booth.hello();
  unwrap(await booth.call('devices', { devices: [...demoDevices] }));
  await page.getByRole('button', { name: /^快递柜 正常/ }).waitFor();
  await shot(page, '04-before-the-booth-has-told');
  unwrap(await booth.call('devices', { devices: [...faultyDevices] }));
  await leaveParcel(rig, booth);
  unwrap(await booth.call('self-check.give', { ...demoSelfCheck, boothId: booth.boothId }));
  await booth.tell(null, {
    type: 'incident.raised',
    subject: 'printer',
    code: 'paper_out',
    detail: 'DLE EOT 4 answered 0x72: paper end',
  });
  await booth.tell(null, { type: 'incident.raised', subject: 'locker 5', code: 'left_open', detail: 'open for 120 s' });
  await booth.tell(null, { type: 'incident.cleared', subject: 'locker 5', code: 'left_open' });
  await page.reload();
  await page.locator('[data-mode="inactive"]').waitFor();
  await page.getByText('服务编号 XW-511').first().waitFor();
  await shot(page, '05-visit-on');
  await press('request-consent');
  await page.locator('[data-mode="requested"]').waitFor();
  await shot(page, '05-consent-asked');
  await press('exit-mode');
  await page.locator('[data-mode="inactive"]').waitFor();
  playBooth(booth, { phase: 'inactive' }, drawn);
  await page.reload();
  await page.locator('[data-mode="inactive"]').waitFor();
  await page.locator('[data-part-page="printer"]').waitFor();
  await shot(page, '05-looking-only');
  await press('request-mode');
  await page.locator('[data-mode="active"]').waitFor();
  await part('locker');
  await page.locator('[data-compartment="5"]').click();
  await press('run-locker-compartment');
  await press('verdict-good');
  await page.getByText('您的判断').waitFor();
  await shot(page, '06-locker-step');
  await part('face');
  await press('run-camera-face');
  await page.getByRole('img', { name: '人像摄像头：画面' }).waitFor();
  await shot(page, '07-camera-step');
  await part('scanner');
  await press('run-scanner-code');
  await page.locator('[data-action="cancel-step"]').waitFor();
  await shot(page, '08-waiting-for-a-code');
  await press('cancel-step');
  await page.getByText('已取消').waitFor();
  for (const name of [
    'self-check',
    'wire',
    'service',
    'report',
    'devices',
    'incidents',
    'history',
    'diagnostics',
    'parcels',
  ]) {
    await press(`page-${name}`);
    if (name === 'wire') await page.getByText('paper end').waitFor();
    if (name === 'service') {
      await press('calibrate');
      await press('apply');
    }
    if (name === 'report') {
      await press('make-pdf');
      await page.locator('[data-action="save-pdf"]').waitFor();
    }
    if (name === 'incidents') await page.locator('[data-incident]').first().waitFor();
    if (name === 'parcels') {
      await press('issue-collect');
      await page.locator('[data-courier-code]').waitFor();
    }
    await shot(page, `09-${name}`);
  }
  await press('page-overview');
  await press('exit-mode');
  await page.locator('[data-mode="inactive"]').waitFor();
  booth.socket.disconnect();
  await page.getByText('这间晓屋连不上').waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await shot(page, '10-offline-en');
} catch (thrown) {
  problems.push(String(thrown));
  await page.screenshot({ path: join(out, 'technician-failed.png') });
} finally {
  await browser.close();
  await rig.close();
}
for (const problem of problems) console.error(`✗ ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
