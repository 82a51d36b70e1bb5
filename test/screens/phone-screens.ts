import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import type { Page } from 'playwright';
import type { Visit } from '../../contracts/domain/visit.ts';
import { CHECKIN_TOKEN_AUDIENCE } from '../../contracts/hub/login.ts';
import { unwrap } from '../../contracts/result.ts';
import { type Rig, startRig, type TestAgent, type TestBooth } from '../integration/hub/rig.ts';
import { launchChromium } from '../rig/chromium.ts';
import { lookAt } from './look.ts';

/**
 * Walks the phone page through a whole visit on a real hub, with a played booth and played agents, and keeps a picture of
 * every state: `node test/screens/phone-screens.ts [--out DIR]`, after `PAGE=phone vite build -c vite.web.config.ts`.
 * Exits non-zero when a state is not reached, a page has an error, or something runs out of its place.
 */
const outAt = process.argv.indexOf('--out');
const out = outAt === -1 ? 'out/screens' : (process.argv[outAt + 1] ?? 'out/screens');
mkdirSync(out, { recursive: true });

/** Published example of GB 32100 whose check characters are right. */
const CREDIT_CODE = '91350100M000100Y43';
/** Corners of the paper in the photograph, in its pixels. */
const PAPER_CORNERS = [
  [300, 260],
  [1330, 330],
  [1280, 1790],
  [230, 1720],
] as const;
/** A paper, photographed: the hub opens each picture and makes it anew, and the phone looks for the page in it. */
const PHOTO = drawnPaper();

function drawnPaper(): Buffer {
  const canvas = createCanvas(1600, 2100);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#6e6256';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.beginPath();
  for (const [x, y] of PAPER_CORNERS) pen.lineTo(x, y);
  pen.closePath();
  pen.fillStyle = '#f4f1ea';
  pen.fill();
  pen.translate(780, 1025);
  pen.rotate(0.06);
  pen.fillStyle = '#2b2b2b';
  pen.font = '34px "Noto Sans CJK SC", sans-serif';
  for (let line = 0; line < 22; line++) pen.fillText('资产负债表 演示科目 期末余额 1200.50 元', -400, -560 + line * 54);
  return canvas.toBuffer('image/jpeg');
}

const problems: string[] = [];
let count = 0;

async function shot(page: Page, name: string): Promise<void> {
  count += 1;
  await page.waitForTimeout(250);
  const file = `phone-${String(count).padStart(2, '0')}-${name}.png`;
  problems.push(...(await lookAt(page, file)));
  await page.screenshot({ path: join(out, file), fullPage: true, animations: 'disabled' });
  console.log(file);
}

async function openPhone(rig: Rig): Promise<Page> {
  const browser = await launchChromium();
  const context = await browser.newContext({
    baseURL: rig.hub.url,
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4|ERR_INTERNET_DISCONNECTED/.test(message.text()))
      problems.push(`console: ${message.text()}`);
  });
  return page;
}

/** 3G as WebPageTest has it: 1.6 Mbit/s down, 768 kbit/s up, 300 ms round trip. */
const LINE_3G = { offline: false, latency: 300, downloadThroughput: 200_000, uploadThroughput: 96_000 };

/** Tells when something and when the page itself was first painted over 3G, with nothing cached. */
async function measureFirstPaint(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await devtools.send('Network.emulateNetworkConditions', LINE_3G);
  await page.goto('/phone/');
  await page.getByRole('heading', { name: '您好，想怎么办事？' }).waitFor();
  const [firstPaintMs, readyMs, kilobytes] = await page.evaluate(() => [
    performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    performance.now(),
    performance
      .getEntriesByType('resource')
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).transferSize, 0) / 1024,
  ]);
  console.log(JSON.stringify({ line: '3G', firstPaintMs, readyMs, kilobytes }));
  await devtools.detach();
}

async function publicPages(page: Page): Promise<string> {
  await page.goto('/phone/');
  await page.getByRole('heading', { name: '您好，想怎么办事？' }).waitFor();
  await shot(page, 'home');
  await page.getByRole('button', { name: '找一间晓屋' }).click();
  await page.getByRole('button', { name: '预约这一间' }).first().waitFor();
  await shot(page, 'booths');
  await page.goBack();
  await page.getByRole('button', { name: '预约一次来访' }).click();
  await page.getByRole('button', { name: '测试晓屋' }).waitFor();
  await shot(page, 'book-booth');
  await page.getByRole('button', { name: '测试晓屋' }).click();
  await page.getByLabel('搜事项').waitFor();
  await shot(page, 'book-what');
  await page.getByLabel('搜事项').fill('公司销');
  await shot(page, 'book-search');
  await page.getByLabel('搜事项').fill('');
  await page.locator('button', { hasText: '市监' }).first().click();
  const slot = page.locator('li button:enabled', { hasText: /^\d\d:\d\d$/ });
  await slot.first().waitFor();
  await shot(page, 'book-when');
  await slot.last().click();
  await shot(page, 'book-check');
  await page.getByRole('button', { name: '确认预约' }).click();
  const code = await page.locator('[data-booking-code]').getAttribute('data-booking-code');
  await shot(page, 'booked');
  return code ?? '';
}

async function enter(rig: Rig, booth: TestBooth, page: Page): Promise<Visit> {
  await page.goto(`/phone/#${await rig.boothToken(CHECKIN_TOKEN_AUDIENCE)}`);
  await page.getByRole('heading', { name: '今天来办什么？' }).waitFor();
  await page.getByLabel('搜事项').waitFor();
  await shot(page, 'choose');
  // The booking made on this phone stands ready.
  await page.getByRole('button', { name: '用这个预约' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: '今天来办什么？' }).waitFor();
  await page.locator('button', { hasText: '市监' }).first().click();
  await page.getByRole('heading', { name: '进屋前，请看一眼' }).waitFor();
  await shot(page, 'consent');
  const ordered = new Promise<Visit>((resolve) => {
    booth.orders['door.open'] = ({ visit }: { visit: Visit }) => {
      resolve(visit);
      return { ok: true, value: null };
    };
  });
  await page.getByRole('button', { name: '同意，请开门' }).click();
  const visit = await ordered;
  await page.getByRole('heading', { name: '正在开门' }).waitFor();
  await shot(page, 'door-ordered');
  await booth.tell(visit.id, { type: 'door.unlocked' });
  await page.getByRole('heading', { name: '门锁开了' }).waitFor();
  await booth.tell(visit.id, { type: 'door.opened' });
  await page.getByRole('heading', { name: '门开了，请进' }).waitFor();
  await page.waitForTimeout(700);
  await shot(page, 'door-open');
  await booth.tell(visit.id, { type: 'door.closed' }, { type: 'citizen.inside' });
  await page.getByRole('heading', { name: '办事清单' }).waitFor();
  await shot(page, 'inside');
  return visit;
}

async function joinAgent(
  rig: Rig,
  booth: TestBooth,
  visitId: string,
  department: string,
  name: string,
): Promise<TestAgent> {
  const agent = await rig.agent(name);
  await agent.available();
  unwrap(await booth.call('call.request', { visitId, departmentId: department }));
  await agent.accept();
  return agent;
}

async function taxCase(agent: TestAgent, visit: Visit, page: Page): Promise<void> {
  const kase = unwrap(await agent.call('case.open', { visitId: visit.id, serviceId: 'tax-clearance' }));
  const step = page
    .getByRole('region', { name: '清税申报' })
    .or(page.locator('section', { hasText: kase.number }))
    .first();
  await step.waitFor();
  await shot(page, 'case-open');
  await page
    .getByRole('button', { name: /^填写申请表：/ })
    .first()
    .click();
  await page.getByRole('button', { name: '交给坐席' }).click();
  await shot(page, 'form-empty-tried');
  await fillForm(page);
  await shot(page, 'form-filled');
  await page.getByRole('button', { name: '交给坐席' }).click();
  await page.getByRole('heading', { name: '办事清单' }).waitFor();
  await page.getByRole('button', { name: '去签字：清税申报' }).waitFor();
  await shot(page, 'form-to-sign');
  await page.getByRole('button', { name: '去签字：清税申报' }).click();
  await page.getByRole('heading', { name: '请核对，然后签名' }).waitFor();
  await signWith(page);
  await shot(page, 'sign');
  await page.getByRole('button', { name: '签好了' }).click();
  await page.getByText('您已在这部手机上签字').waitFor();
  await shot(page, 'form-signed');
  await page.getByRole('button', { name: '返回' }).click();
  await page.locator('[data-keep=form]').waitFor({ timeout: 60_000 });
  const picker = page.getByLabel(/^选文件上传：/).first();
  const label = (await picker.getAttribute('aria-label')) ?? '';
  await picker.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await page.getByText('没有传上去').waitFor();
  await shot(page, 'upload-wrong');
  await page.context().setOffline(true);
  await page.getByLabel(label).setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: PHOTO });
  await page.getByText('网络断了，正在重连').waitFor({ timeout: 60_000 });
  await shot(page, 'line-lost');
  await page.context().setOffline(false);
  await page.getByText('已上传，等核对').first().waitFor({ timeout: 60_000 });
  await shot(page, 'uploaded');
  const [first, second] = kase.papers;
  if (first === undefined || second === undefined) throw new Error('the service asks for fewer papers than expected');
  await page
    .getByLabel(/^拍照上传：/)
    .last()
    .setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: PHOTO });
  const outline = page.locator('[data-outline] polygon');
  await outline.waitFor();
  await shot(page, 'capture');
  const points = ((await outline.getAttribute('points')) ?? '').split(' ').map((point) => point.split(',').map(Number));
  const off = PAPER_CORNERS.map(([x, y], at) => Math.hypot((points[at]?.[0] ?? 0) - x, (points[at]?.[1] ?? 0) - y));
  console.log(JSON.stringify({ cornersOffPx: off.map(Math.round), ofWidthPx: 1600 }));
  if (Math.max(...off) > 16) problems.push('the outline of the page is more than 1 % of the width off');
  await page.getByRole('button', { name: '拉平后上传' }).click();
  await page.getByText('已上传，等核对').nth(1).waitFor({ timeout: 60_000 });
  unwrap(
    await agent.call('case.paper', {
      caseId: kase.id,
      requiredPaperId: first.requiredPaperId,
      state: 'refused',
      reason: '照片右下角看不清，请放平再拍一张。',
    }),
  );
  unwrap(
    await agent.call('case.paper', { caseId: kase.id, requiredPaperId: second.requiredPaperId, state: 'accepted' }),
  );
  await page.getByText('原因：照片右下角看不清').waitFor();
  await shot(page, 'paper-refused');
  const link = (await page.locator('[data-follow-link]').getAttribute('href')) ?? '';
  const later = await page.context().newPage();
  await later.goto(link);
  await later.getByRole('heading', { name: '办理进度' }).waitFor();
  await later.getByRole('region', { name: '清税申报' }).waitFor();
  await shot(later, 'follow-wanted');
  await later.close();
  await agent.papersDone(kase.id);
  unwrap(await agent.call('case.set', { caseId: kase.id, state: 'accepted' }));
  unwrap(await agent.call('case.set', { caseId: kase.id, state: 'completed' }));
  await page.getByRole('button', { name: /^查看证书：/ }).waitFor();
  await shot(page, 'case-completed');
}

/** Two strokes over the pad. */
async function signWith(page: Page): Promise<void> {
  const box = await page.locator('canvas[data-signature]').boundingBox();
  if (box === null) throw new Error('there is no pad');
  for (const [from, to] of [
    [0.2, 0.5],
    [0.5, 0.85],
  ] as const) {
    await page.mouse.move(box.x + box.width * from, box.y + box.height * 0.3);
    await page.mouse.down();
    for (let step = 1; step <= 20; step++) {
      const share = step / 20;
      const wave = Math.sin(share * 9) * 0.2;
      await page.mouse.move(box.x + box.width * (from + (to - from) * share), box.y + box.height * (0.5 + wave));
    }
    await page.mouse.up();
  }
}

/** Answers every question with something that fits its kind. */
async function fillForm(page: Page): Promise<void> {
  for (const input of await page.locator('main form :is(input:not([type=radio]), textarea)').all()) {
    const label = await input.evaluate((node) => (node as HTMLInputElement).labels?.[0]?.textContent ?? '');
    const type = await input.getAttribute('type');
    if (type === 'date') await input.fill('2026-01-31');
    else if (type === 'tel' || /电话|手机/.test(label)) await input.fill('13800000000');
    else if (/信用代码/.test(label)) await input.fill(CREDIT_CODE);
    else if (/身份|证件号/.test(label)) await input.fill('11010519491231002X');
    else if ((await input.getAttribute('inputmode')) === 'decimal') await input.fill('1200.50');
    else await input.fill(/名称/.test(label) ? '演示贸易有限公司' : '演示内容一二三');
  }
  for (const group of await page.locator('main form fieldset').all()) await group.locator('label').first().click();
}

async function registryCase(
  rig: Rig,
  agent: TestAgent,
  booth: TestBooth,
  visit: Visit,
  page: Page,
): Promise<TestAgent> {
  const social = await rig.agent('demo-social-1');
  await social.available();
  const callId = unwrap(await agent.call('hello')).call?.callId ?? '';
  unwrap(await agent.call('call.ask', { callId, purpose: 'add', departmentId: 'social-insurance' }));
  await social.accept();
  const before = unwrap(
    await social.call('case.open', { visitId: visit.id, serviceId: 'social-insurance-deregistration' }),
  );
  await finish(social, before);
  const market = await rig.agent('demo-market-1');
  await market.available();
  unwrap(await agent.call('call.ask', { callId, purpose: 'add', departmentId: 'market-regulation' }));
  await market.accept();
  const kase = unwrap(await market.call('case.open', { visitId: visit.id, serviceId: 'company-deregistration' }));
  await page.getByRole('button', { name: '填写邮寄信息' }).first().waitFor();
  await shot(page, 'case-with-post');
  await page.getByRole('button', { name: '填写邮寄信息' }).first().click();
  await page.getByLabel('收件人').fill('演示收件人');
  await page.getByLabel('手机号').fill('138000');
  await page.getByLabel('收件地址').fill('演示省演示市演示路 1 号');
  await page.getByRole('button', { name: '交给坐席' }).click();
  await shot(page, 'mailing-problem');
  await page.getByLabel('手机号').fill('138 0000 0000');
  await page.getByRole('button', { name: '交给坐席' }).click();
  await page.getByText('寄给 演示收件人').waitFor();
  const parcel = unwrap(await market.call('locker.ask', { visitId: visit.id, caseId: kase.id }));
  const moved = (state: 'agreed' | 'open' | 'sealed') =>
    booth.tell(visit.id, { type: 'parcel.moved', parcelId: parcel.id, state, compartment: parcel.compartment });
  await moved('agreed');
  await moved('open');
  await page.getByText('柜门开着，请放入信封').first().waitFor();
  await shot(page, 'locker-open');
  await moved('sealed');
  await finish(market, kase);
  await page
    .getByRole('button', { name: /^查看证书：/ })
    .last()
    .click();
  await page.locator('[data-verify-code] svg[data-qr]').waitFor();
  await shot(page, 'certificate');
  await page.getByRole('button', { name: '返回' }).click();
  return market;
}

async function finish(agent: TestAgent, kase: Visit['cases'][number]): Promise<void> {
  await agent.papersDone(kase.id);
  unwrap(await agent.call('case.set', { caseId: kase.id, state: 'accepted' }));
  unwrap(await agent.call('case.set', { caseId: kase.id, state: 'completed' }));
}

async function end(agent: TestAgent, booth: TestBooth, visit: Visit, page: Page): Promise<void> {
  unwrap(await agent.call('visit.close', { visitId: visit.id }));
  unwrap(await booth.call('visit.end', { visitId: visit.id, end: 'completed' }));
  await page.getByRole('button', { name: '看完了，清除' }).waitFor();
  await page.locator('[data-verify-code] svg[data-qr]').first().waitFor();
  await shot(page, 'ended');
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('[data-keep=certificate]').first().click(),
  ]);
  if (!saved.suggestedFilename().endsWith('.pdf')) problems.push(`saved as ${saved.suggestedFilename()}`);
  const link = (await page.locator('[data-follow-link]').getAttribute('href')) ?? '';
  const code = (await page.locator('[data-verify-code]').first().getAttribute('data-verify-code')) ?? '';
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  if (kept !== '{}') problems.push(`the tab still holds ${kept}`);
  await page.getByRole('button', { name: '看完了，清除' }).click();
  await page.getByRole('heading', { name: '已经清除' }).waitFor();
  await shot(page, 'cleared');
  await page.goto(link);
  await page.getByRole('region', { name: '清税申报' }).waitFor();
  await shot(page, 'follow-done');
  await page.goto(`${link.slice(0, -3)}abc`);
  await page.reload();
  await page.getByText('这不是晓屋给的链接').waitFor();
  await shot(page, 'follow-wrong');
  await page.goto(`/phone/verify#${code}`);
  await page.getByRole('heading', { name: '是真的' }).waitFor();
  await shot(page, 'verify-genuine');
  await page.getByLabel('验证码').fill('ABCD EFGH 2345');
  await page.getByRole('button', { name: '核验' }).click();
  await page.getByRole('heading', { name: '没有这份文件' }).waitFor();
  await shot(page, 'verify-unknown');
}

const rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
const page = await openPhone(rig);
try {
  const booth = await rig.booth();
  await booth.hello();
  const measured = await openPhone(rig);
  await measureFirstPaint(measured);
  await measured.context().browser()?.close();
  await publicPages(page);
  const visit = await enter(rig, booth, page);
  const tax = await joinAgent(rig, booth, visit.id, 'tax', 'demo-tax-1');
  await taxCase(tax, visit, page);
  const market = await registryCase(rig, tax, booth, visit, page);
  await end(market, booth, visit, page);
  const used = await rig.boothToken(CHECKIN_TOKEN_AUDIENCE);
  await page.goto(`/phone/#${used}`);
  await page.getByRole('heading', { name: '今天来办什么？' }).waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'What brings you here?' }).waitFor();
  await shot(page, 'choose-en');
  await page.evaluate(() => sessionStorage.clear());
  await page.goto('about:blank');
  await page.goto(`/phone/#${used}`);
  await page.getByRole('heading', { name: 'Please scan the code again' }).waitFor();
  await shot(page, 'dead-en');
} catch (thrown) {
  problems.push(String(thrown));
  await page.screenshot({ path: join(out, 'phone-failed.png'), fullPage: true });
} finally {
  await page.context().browser()?.close();
  await rig.close();
}
for (const problem of problems) console.error(`✗ ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
