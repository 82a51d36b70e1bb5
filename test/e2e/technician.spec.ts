import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { DEMO_CARDS } from '../../native/simulators/index.ts';
import { demoTechnicianCode } from '../../scripts/technician-code.ts';
import { type House, startHouse } from '../rig/rig.ts';

/** Pictures of the session for whoever wants to look: `SESSION_PICTURES=out/session npx playwright test technician`. */
const PICTURES = process.env.SESSION_PICTURES;
const HOLD_MS = 3_100;

test('a technician comes in by the hidden way, tests every part, and leaves the booth to the citizens', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'xiaowu-technician-'));
  let house: House | undefined;
  try {
    house = await startHouse({ dir });
    const running = house;
    const { page } = running.booth();
    page.setDefaultTimeout(30_000);
    await page.locator('[data-screen="welcome"]').waitFor();
    await test.step('the hidden way and a wrong PIN', () => comeIn(page));
    await test.step('locker', () => testLocker(running, page));
    await test.step('printer', () => testPrinter(running, page));
    await test.step('scanner and card reader', () => testReaders(running, page));
    await test.step('door and lights', () => testDoor(running, page));
    await test.step('cameras and sound', () => testMedia(page));
    await test.step('touch, network, disk and UPS', () => testScreen(page));
    await test.step('a cable is pulled and plugged in', () => pullCable(running, page));
    await test.step('the process that owns the ports is killed and comes back', () => killDeviceHost(running, page));
    await test.step('the wire log shows frames', () => watchWire(page));
    await test.step('self-check, calibration, restart', () => service(page));
    await test.step('the report on paper and as PDF', () => report(running, page));
    await test.step('the way out', () => leave(running, page));
  } catch (thrown) {
    if (house) await picture(house.booth().page, 'failed');
    throw thrown;
  } finally {
    await house?.close();
    await rm(dir, { recursive: true, force: true });
  }
});

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

const press = (page: Page, action: string) => page.locator(`[data-action="${action}"]`).first().click();

async function part(page: Page, name: string): Promise<void> {
  await press(page, 'page-overview');
  await page.locator(`[data-part="${name}"] text`).first().click();
  await page.locator(`[data-part-page="${name}"]`).waitFor();
}

async function enter(page: Page, digits: string): Promise<void> {
  for (const digit of digits) await page.locator(`[data-pin-pad] [data-key="${digit}"]`).click();
}

async function comeIn(page: Page): Promise<void> {
  const mark = await page.locator('[data-place]').boundingBox();
  if (!mark) throw new Error('the booth’s name is not on the screen');
  await page.mouse.move(mark.x + mark.width / 2, mark.y + mark.height / 2);
  await page.mouse.down();
  await page.waitForFunction((untilMs) => performance.now() >= untilMs, await nowIn(page, HOLD_MS));
  await page.mouse.up();
  for (let tap = 0; tap < 3; tap++) {
    await page.mouse.down();
    await page.mouse.up();
  }
  await page.locator('[data-pin-pad="pin"]').waitFor();
  await picture(page, '01-pin-pad');
  const { pin, code } = demoTechnicianCode();
  await enter(page, '000000');
  await enter(page, code);
  await page.getByRole('alert').first().waitFor();
  await picture(page, '02-wrong-pin');
  await enter(page, pin);
  await enter(page, demoTechnicianCode().code);
  await page.locator('[data-mode="active"]').waitFor();
  await picture(page, '03-bench');
}

const nowIn = (page: Page, ms: number) => page.evaluate((laterMs) => performance.now() + laterMs, ms);

/** Runs a step to its evidence and says that it was good. */
async function judged(page: Page, step: string, verdict: 'good' | 'bad' = 'good'): Promise<void> {
  await page.locator(`[data-step="${step}"] [data-action="verdict-${verdict}"]`).click({ timeout: 60_000 });
  await page.locator(`[data-step="${step}"] [data-verdict="${verdict}"]`).waitFor();
}

async function testLocker({ machines: { locker } }: House, page: Page): Promise<void> {
  await part(page, 'locker');
  for (const compartment of [1, 2, 3, 4, 5, 6]) {
    await page.locator(`[data-part-page="locker"] [data-compartment="${compartment}"]`).click();
    await press(page, 'run-locker-compartment');
    await locker.waitFor(() => locker.pulses.includes(compartment));
    await judged(page, 'locker.compartment');
    locker.closeDoor(compartment);
  }
  expect(locker.pulses).toEqual([1, 2, 3, 4, 5, 6]);
  await picture(page, '04-locker');
}

async function testPrinter({ machines: { printer } }: House, page: Page): Promise<void> {
  await part(page, 'printer');
  await press(page, 'run-printer-page');
  await judged(page, 'printer.page');
  expect(printer.slips()).toHaveLength(1);
  await picture(page, '05-printer');
}

async function testReaders({ machines: { scanner, idReader } }: House, page: Page): Promise<void> {
  await part(page, 'scanner');
  await press(page, 'run-scanner-code');
  await page.locator('[data-action="cancel-step"]').waitFor();
  scanner.scan('DEMO-CODE-0001');
  await judged(page, 'scanner.code');
  expect(await page.content()).not.toContain('DEMO-CODE-0001');

  await part(page, 'id-reader');
  await press(page, 'run-id-reader-card');
  await page.locator('[data-action="cancel-step"]').waitFor();
  const [card] = Object.values(DEMO_CARDS);
  if (!card) throw new Error('there is no demo card');
  idReader.lay({ kind: 'card', card });
  await judged(page, 'id-reader.card');
  idReader.lift();
  expect(await page.content()).not.toContain(card.number);
  await picture(page, '06-card-reader');
}

async function testDoor({ machines: { door } }: House, page: Page): Promise<void> {
  await part(page, 'door');
  await press(page, 'run-door-unlock');
  await door.waitFor(() => door.lock === 'unlocked');
  door.openLeaf();
  await judged(page, 'door.unlock');
  door.closeLeaf();
  await press(page, 'run-lights');
  await judged(page, 'lights');
  await picture(page, '07-door');
}

async function testMedia(page: Page): Promise<void> {
  for (const [where, step, action] of [
    ['face', 'camera.face', 'run-camera-face'],
    ['document', 'camera.document', 'run-camera-document'],
    ['sound', 'microphone', 'run-microphone'],
    ['sound', 'speaker', 'run-speaker'],
  ] as const) {
    await part(page, where);
    await press(page, action);
    await judged(page, step);
  }
  await part(page, 'document');
  await page.locator('[data-live-picture="shown"]').waitFor();
  await picture(page, '08-document-camera');
}

async function testScreen(page: Page): Promise<void> {
  await part(page, 'screen');
  await press(page, 'run-touch');
  await page.locator('[data-touch-grid]').waitFor();
  await picture(page, '09-touch-grid');
  const { width, height } = await page.evaluate(() => ({ width: window.innerWidth, height: window.innerHeight }));
  await wipe(page, width, height);
  await judged(page, 'touch');
  await press(page, 'run-network');
  await judged(page, 'network');
  await press(page, 'run-disk-and-clock');
  await judged(page, 'disk-and-clock');
  await part(page, 'ups');
  await press(page, 'run-ups');
  await judged(page, 'ups');
}

/** A finger that goes over the whole screen, line by line; the bar below moves up when the rest is done. */
async function wipe(page: Page, width: number, height: number): Promise<void> {
  // Closer together than a cell is high (20 mm at 3.5 px/mm), reports along a line closer than two cells.
  const stepPx = 60;
  for (let round = 0; round < 2 && (await page.locator('[data-touch-grid]').count()) > 0; round++) {
    for (let y = stepPx / 2; y < height; y += stepPx) {
      await page.mouse.move(2, y);
      await page.mouse.down();
      // Slower than a jump over two cells, which the grid takes for a dead strip.
      await page.mouse.move(width - 2, y, { steps: 16 });
      await page.mouse.up();
      if ((await page.locator('[data-touch-grid]').count()) === 0) return;
    }
    const turn = page.locator('[data-action="touch-move"]');
    if ((await turn.count()) > 0) await turn.click();
  }
}

async function pullCable({ machines: { printer } }: House, page: Page): Promise<void> {
  await part(page, 'printer');
  printer.unplug();
  await page.locator('[data-part="printer"][data-health="bad"]').waitFor({ timeout: 5_000 });
  await picture(page, '10-unplugged');
  printer.plug();
  await page.locator('[data-part="printer"][data-health="ok"]').waitFor({ timeout: 5_000 });
}

async function watchWire(page: Page): Promise<void> {
  await press(page, 'page-wire');
  await page.locator('tr[data-direction]').first().waitFor();
  await press(page, 'wire-pause');
  await picture(page, '11-wire');
}

async function service(page: Page): Promise<void> {
  await press(page, 'page-self-check');
  await press(page, 'run-self-check');
  await page.locator('[data-check]').first().waitFor({ timeout: 60_000 });
  await picture(page, '12-self-check');
  await press(page, 'page-service');
  await press(page, 'calibrate');
  await picture(page, '13-service');
  // Swapping the profile starts the device host anew; with the same one everything must be as before.
  const swapped = await page.evaluate(() => window.boothBridge?.call('technician.profile.swap', { name: 'demo' }));
  expect(swapped).toMatchObject({ ok: true });
  await press(page, 'page-overview');
  await page.locator('[data-part="locker"][data-health="bad"]').waitFor({ timeout: 5_000 });
  await allWell(page);
}

async function allWell(page: Page): Promise<void> {
  for (const name of ['locker', 'printer', 'scanner', 'door', 'id-reader', 'ups']) {
    await page.locator(`[data-part="${name}"][data-health="ok"]`).waitFor({ timeout: 15_000 });
  }
}

async function report({ machines: { printer } }: House, page: Page): Promise<void> {
  await press(page, 'page-report');
  const before = printer.slips().length;
  await press(page, 'print');
  await printer.waitFor(() => printer.slips().length === before + 1, 30_000);
  await picture(page, '14-report');
  const pdf = await page.evaluate(async () => {
    const made = await window.boothBridge?.call('technician.report.pdf', null);
    return made?.ok ? { bytes: [...made.value.bytes], ready: made.value.ready } : null;
  });
  if (!pdf) throw new Error('no PDF was made');
  const bytes = Buffer.from(pdf.bytes);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.ready).toBe(true);
  if (PICTURES) {
    await writeFile(join(PICTURES, 'report.pdf'), bytes);
    const slip = printer.slips().at(-1);
    if (slip) await writeFile(join(PICTURES, 'report-slip.png'), await slip.png());
  }
}

async function leave({ machines, problems }: House, page: Page): Promise<void> {
  await press(page, 'exit-mode');
  await page.locator('[data-screen="welcome"]').waitFor();
  await picture(page, '15-welcome');
  expect(machines.violations()).toEqual([]);
  expect(problems).toEqual([]);
}

/** The process below this one that runs the device host's bundle. */
function deviceHostOf(booth: number): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch (thrown) {
      // A process may end while it is looked at.
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT' && (thrown as NodeJS.ErrnoException).code !== 'ESRCH')
        throw thrown;
    }
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  const ports = below(booth).filter((pid) => opens(pid, /\/dev\/pts\/\d+$/));
  const [host] = ports;
  if (host === undefined) throw new Error('no process of the booth holds its ports');
  return host;
}

/** Whether a process has such a file open. One that ends while it is looked at has not. */
function opens(pid: number, what: RegExp): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return what.test(readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}

async function killDeviceHost(house: House, page: Page): Promise<void> {
  await press(page, 'page-overview');
  const { pid } = house.booth().process;
  if (pid === undefined) throw new Error('the booth does not run');
  process.kill(deviceHostOf(pid), 'SIGKILL');
  await page.locator('[data-part="locker"][data-health="bad"]').waitFor({ timeout: 5_000 });
  // The bench stays, and every machine comes back by itself.
  await page.locator('[data-mode="active"]').waitFor();
  await allWell(page);
}
