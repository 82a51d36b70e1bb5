import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { PHONE_ROUTES } from '../../contracts/hub/http.ts';
import { CHECKIN_TOKEN_AUDIENCE } from '../../contracts/hub/login.ts';
import { phoneHttp } from '../../contracts/hub/phone.ts';
import { unwrap } from '../../contracts/result.ts';
import { startRig } from '../integration/hub/rig.ts';
import { AgentDesk } from '../rig/agent-desk.ts';
import { launchChromium } from '../rig/chromium.ts';

/**
 * One form on desk and phone at the same time, on a real hub with a played booth: `node test/screens/form-screens.ts [--out DIR]`
 * after `PAGE=phone vite build -c vite.web.config.ts` and the same for `agent`. Keeps a picture of each state, and exits
 * non-zero when one is not reached.
 */
const outAt = process.argv.indexOf('--out');
const out = outAt === -1 ? 'out/screens' : (process.argv[outAt + 1] ?? 'out/screens');
mkdirSync(out, { recursive: true });

const SERVICE = '清税申报';
const problems: string[] = [];
const shot = async (page: Page, name: string, fullPage = false) => {
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(out, `form-${name}.png`), fullPage, animations: 'disabled' });
  console.log(name);
};

const rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
const booth = await rig.booth();
await booth.hello();
const browser = await launchChromium();
try {
  const desk = await AgentDesk.open(rig.hub.url, undefined, (text) => problems.push(text), browser);
  await desk.logIn('demo-tax-1');
  await desk.goAvailable();

  const context = await browser.newContext({
    baseURL: rig.hub.url,
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
    isMobile: true,
    hasTouch: true,
  });
  const phone = await context.newPage();
  phone.on('pageerror', (error) => problems.push(error.message));
  const code = await rig.boothToken(CHECKIN_TOKEN_AUDIENCE);
  await phone.goto(`/phone/#${code}`);
  const token = await rig.checkin();
  const wish = { consent: true, language: 'zh-CN', serviceId: 'tax-clearance' } as const;
  booth.orders['door.open'] = () => undefined;
  // The phone itself enters by its own session; where its page cannot, the played one does.
  await phone.waitForTimeout(500);
  const session = await phone.evaluate(() => JSON.stringify(sessionStorage));
  const own = /"token\\*":\\*"([^"\\]+)/.exec(session)?.[1] ?? token;
  const visit = unwrap((await rig.http(PHONE_ROUTES.enter, phoneHttp.enter, wish, own)).result);
  await booth.tell(visit.id, { type: 'door.unlocked' }, { type: 'door.opened' }, { type: 'citizen.inside' });
  await phone.reload();
  unwrap(await booth.call('call.request', { visitId: visit.id }));
  await desk.waitForOffer();
  await desk.accept();
  await desk.openCase(SERVICE);
  const form = desk.page.locator('[data-case-form]');
  await form.locator('[data-form-field="company-name"] input').fill('演示晓屋餐饮有限公司');
  await form.locator('[data-confirm-field="company-name"]').click();
  await form.locator('[data-form-field="phone"] input').fill('13800000000');
  await phone
    .getByRole('button', { name: `填写申请表：${SERVICE}` })
    .first()
    .click();
  await phone.locator('[data-form-field="credit-code"] input').fill('91350100M000100Y43');
  await desk.page.locator('[data-looker="citizen"]').first().waitFor();
  await shot(desk.page, 'desk-citizen-is-there');
  await desk.page.locator('[data-guide="legal-representative"]').click();
  await phone.locator('[data-guided="true"]').waitFor();
  await shot(phone, 'phone-guided');
  await phone.locator('[data-form-field="legal-representative"] input').fill('戴演示');
  await phone.locator('[data-form-field="id-number"] input').fill('11010519491231002X');
  for (const group of await phone.locator('main form fieldset').all()) await group.locator('label').first().click();
  await phone.locator('[data-form-field="unpaid-tax"] input').fill('0');
  await shot(phone, 'phone-whole', true);
  await phone.getByRole('button', { name: '交给坐席' }).click();
  await phone.getByRole('heading', { name: '办事清单' }).waitFor();
  await desk.page.locator('[data-standing="confirmed-citizen"]').nth(6).waitFor();
  await shot(desk.page, 'desk-confirmed');
  // What the agent would have otherwise is a proposal.
  await form.locator('[data-form-field="legal-representative"] input').fill('戴演示二');
  await form.locator('[data-confirm-field="legal-representative"]').click();
  await desk.page.locator('[data-proposal]').waitFor();
  await shot(desk.page, 'desk-proposal');
  await phone
    .getByRole('button', { name: /申请表/ })
    .first()
    .click();
  await phone.locator('[data-proposal]').waitFor();
  await shot(phone, 'phone-proposal', true);
} catch (thrown) {
  problems.push(String(thrown));
} finally {
  await browser.close();
  await rig.close();
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
