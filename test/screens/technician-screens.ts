import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { DeviceReport } from '../../contracts/device/device.ts';
import { unwrap } from '../../contracts/result.ts';
import { startRig } from '../integration/hub/rig.ts';
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
  await page.screenshot({ path: join(out, file), animations: 'disabled' });
  console.log(file);
}

const changedAt = new Date().toISOString();
const statistics = { commands: 128, retries: 2, failures: 0, badFrames: 1, meanRoundTripMs: 11.4 };
const fine: readonly DeviceReport[] = [
  {
    id: 'locker',
    class: 'locker',
    model: 'KERONG CU16',
    port: '/dev/pts/3',
    state: 'online',
    fault: null,
    status: {
      class: 'locker',
      compartments: Array.from({ length: 16 }, (_, index) => ({
        compartment: index + 1,
        door: 'closed',
        item: index === 4 ? 'present' : 'absent',
      })),
    },
    statistics,
    changedAt,
  },
  {
    id: 'printer',
    class: 'printer',
    model: 'ESC/POS 80 mm',
    port: '/dev/pts/4',
    state: 'online',
    fault: null,
    status: { class: 'printer', paper: 'full', cover: 'closed', cutter: 'ok' },
    statistics: { ...statistics, commands: 41, meanRoundTripMs: 23.9 },
    changedAt,
  },
  {
    id: 'scanner',
    class: 'scanner',
    model: 'Line scanner',
    port: '/dev/pts/5',
    state: 'online',
    fault: null,
    status: { class: 'scanner', lastScanAt: null },
    statistics: { ...statistics, commands: 0, retries: 0, badFrames: 0, meanRoundTripMs: null },
    changedAt,
  },
  {
    id: 'door',
    class: 'door',
    model: 'Modbus I/O',
    port: '/dev/pts/6',
    state: 'online',
    fault: null,
    status: { class: 'door', lock: 'locked', leaf: 'closed', presence: 'absent', lights: 'on' },
    statistics: { ...statistics, commands: 9031, meanRoundTripMs: 6.2 },
    changedAt,
  },
];
const faulty: readonly DeviceReport[] = fine.map((device): DeviceReport => {
  if (device.status.class === 'printer') {
    return {
      ...device,
      state: 'userError',
      fault: { code: 'paper_out', cause: 'DLE EOT 4 answered 0x72: paper end', action: 'clear' },
      status: { ...device.status, paper: 'out' },
    };
  }
  if (device.status.class === 'locker') {
    const compartments = device.status.compartments.map((each) =>
      each.compartment === 5 ? { ...each, door: 'open' as const } : each,
    );
    return { ...device, status: { ...device.status, compartments } };
  }
  if (device.status.class === 'scanner') {
    return {
      ...device,
      state: 'offline',
      fault: { code: 'device_no_reply', cause: 'no bytes within 2000 ms', action: 'reset' },
    };
  }
  return { ...device, status: { class: 'door', lock: 'unlocked', leaf: 'open', presence: 'present', lights: 'on' } };
});

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
  const booth = await rig.booth();
  await booth.hello();
  unwrap(await booth.call('devices', { devices: [...fine] }));
  await page.getByRole('row', { name: /快递柜/ }).waitFor();
  await shot(page, '04-all-well');
  await page.getByRole('button', { name: /^快递柜 正常/ }).click();
  await shot(page, '05-locker');
  unwrap(await booth.call('devices', { devices: [...faulty] }));
  await page.getByText('回执打印机：故障 paper_out').waitFor();
  await page.getByRole('button', { name: /^回执打印机 需要人处理/ }).click();
  await page.getByText('服务编号 XW-511').waitFor();
  await shot(page, '06-faults');
  await page.reload();
  await page.getByRole('heading', { name: '维护台' }).waitFor();
  await page.getByRole('row', { name: /回执打印机/ }).waitFor();
  booth.socket.disconnect();
  await page.getByText('这间晓屋不在线').waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await shot(page, '07-offline-en');
} catch (thrown) {
  problems.push(String(thrown));
  await page.screenshot({ path: join(out, 'technician-failed.png') });
} finally {
  await browser.close();
  await rig.close();
}
for (const problem of problems) console.error(`✗ ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
