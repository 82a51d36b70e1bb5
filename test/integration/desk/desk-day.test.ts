import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallAsk } from '../../../contracts/domain/call.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import { fail } from '../../../contracts/errors.ts';
import { err, ok } from '../../../contracts/result.ts';
import { webConfig } from '../../../vite.web.config.ts';
import { launchChromium } from '../../rig/chromium.ts';
import { PlayedHub } from './played-hub.ts';
import {
  aCall,
  aCase,
  aFollowUp,
  aHello,
  anAsk,
  anOffer,
  aRecord,
  aVisit,
  BOSS,
  CITIZEN,
  finds,
  IDS,
  ME,
  names,
  partyOf,
  SELF,
  SOCIAL,
  TAX,
} from './scene.ts';

/** One Chromium shares two cores with other tests. */
const PATIENCE_MS = 120_000;
const STEP_PATIENCE_MS = 30_000;
/** Names a folder to keep pictures of the desk at each step. */
const PICTURES_DIR = process.env.DESK_PICTURES;

describe('the desk through a day, with a hub that is played', { timeout: PATIENCE_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'xiaowu-day-'));
  const problems: string[] = [];
  let browser: Browser;
  let hub: PlayedHub;
  let context: BrowserContext;
  let page: Page;
  let rev = 1;

  beforeAll(async () => {
    const config = webConfig('agent');
    await build({
      ...config,
      configFile: false,
      logLevel: 'silent',
      build: { ...config.build, outDir: folder },
    });
    browser = await launchChromium();
  }, PATIENCE_MS);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    hub = await PlayedHub.start(folder, ME);
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    page = await newPage();
    problems.length = 0;
    rev = 1;
    hub.answer('presence.set', ({ presence }) => ok({ presence }));
    hub.answer('offer.accept', () => ok(aCall()));
    hub.answer('call.ask', () => ok({ askId: IDS.ask }));
    hub.answer('colleague.find', ({ text }) => ok(finds(text)));
    hub.answer('colleague.named', ({ agentIds }) => ok(names(agentIds)));
    return async () => {
      await context.close();
      await hub.close();
      expect(problems).toEqual([]);
    };
  });

  const newPage = async () => {
    const made = await context.newPage();
    made.setDefaultTimeout(STEP_PATIENCE_MS);
    made.on('pageerror', (error) => problems.push(error.message));
    return made;
  };
  const picture = async (name: string, of = page) => {
    if (!PICTURES_DIR) return;
    mkdirSync(PICTURES_DIR, { recursive: true });
    await of.screenshot({ path: join(PICTURES_DIR, `day-${name}.png`) });
  };
  const open = async (change: Parameters<typeof aHello>[0] = {}, where = page) => {
    hub.agent = change.agent ?? ME;
    hub.answer('hello', () => ok(aHello({ ...change, now: new Date().toISOString() })));
    await where.goto(`${hub.url}/agent/`);
    await where.getByLabel('账号').fill('demo-1');
    await where.getByLabel('密码').fill('demo');
    await where.getByRole('button', { name: '登录' }).click();
    // The name is the hub's greeting: what is pushed from now on finds a desk that knows itself.
    await where.getByText(hub.agent.displayName).first().waitFor();
  };
  const inCall = async (call: Parameters<typeof aCall>[0] = {}) => {
    await open({ presence: 'on-call', call: aCall({ visit: aVisit({ cases: [aCase()] }), ...call }) });
    await page.getByRole('region', { name: '材料', exact: true }).waitFor();
  };
  const parties = (given: readonly Party[], asks: readonly CallAsk[] = []) => {
    rev += 1;
    hub.push('call.parties', { callId: IDS.call, rev, parties: [...given], asks: [...asks] });
  };
  const expectAccessible = async () => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    await page.bringToFront();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  };

  it('says of an offer who, what, where, why, and what the colleague wrote', async () => {
    await open();
    hub.push(
      'offer.new',
      anOffer({ purpose: 'consult', priority: 'senior', invitedBy: TAX, note: '税务已结清，请看公章是否一致。' }),
    );
    const card = page.getByRole('alertdialog', { name: '有人呼叫' });
    await card.waitFor();
    await picture('offer-consult');
    for (const text of ['王税务请您旁商', '长者', '税务已结清，请看公章是否一致。', '广州市番禺区', '0:12']) {
      await card.getByText(text).first().waitFor();
    }
    await expectAccessible();
    hub.push('offer.gone', { offerId: IDS.offer, reason: 'cancelled' });
    await card.waitFor({ state: 'hidden' });
    hub.push('offer.new', anOffer());
    await card.waitFor();
    await picture('offer');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: '通话的人' }).waitFor();
    expect(hub.inputs('offer.accept')).toEqual([{ offerId: IDS.offer }]);
  });

  it('asks a department in with a word, shows place and estimate, stops asking, and says when nobody came', async () => {
    await inCall();
    await picture('call');
    await expectAccessible();
    await page.getByLabel('写给同事的话').fill('请看清税证明');
    await page.getByRole('button', { name: '邀请 税务局', exact: true }).click();
    await expect
      .poll(() => hub.inputs('call.ask'))
      .toEqual([{ callId: IDS.call, purpose: 'add', departmentId: 'tax', note: '请看清税证明' }]);
    parties([CITIZEN, SELF], [anAsk()]);
    await page.getByText('排第 2，约 1:35').waitFor();
    parties([CITIZEN, SELF], [anAsk({ ringingAgentId: TAX.id, place: null, estimatedWaitSeconds: null, why: null })]);
    await page.getByText('正在呼叫 王税务').waitFor();
    await picture('asked');
    await page.keyboard.press('Shift+C');
    await expect.poll(() => hub.inputs('call.ask-cancel')).toEqual([{ callId: IDS.call, askId: IDS.ask }]);
    parties([CITIZEN, SELF]);
    await page.getByText('没有接通，可以再请').waitFor();
    await picture('lapsed');
  });

  it('finds a colleague by name and transfers, asks for a sign interpreter', async () => {
    await inCall();
    await page.keyboard.press('z');
    await page.getByText('您随即离开，由对方接着办').waitFor();
    await page.getByLabel('找部门或同事').fill('王');
    await page.getByRole('button', { name: '转接给 王税务' }).waitFor();
    await picture('transfer');
    await page.getByRole('button', { name: '转接给 王税务' }).click();
    expect(hub.inputs('call.ask')).toEqual([]);
    await picture('transfer-sure');
    await page.getByRole('button', { name: '确认转接' }).click();
    await expect
      .poll(() => hub.inputs('call.ask'))
      .toEqual([{ callId: IDS.call, purpose: 'transfer', agentId: TAX.id }]);
    await page.getByLabel('找部门或同事').press('Escape');
    await page.getByRole('button', { name: '翻译', exact: true }).click();
    await page.getByRole('button', { name: '请 手语翻译' }).click();
    await expect
      .poll(() => hub.inputs('call.ask')[1])
      .toEqual({ callId: IDS.call, purpose: 'interpreter', interprets: 'sign' });
  });

  it('holds the citizen and never lets it be forgotten', async () => {
    await inCall();
    await page.keyboard.press('h');
    await expect
      .poll(() => hub.inputs('call.place'))
      .toEqual([{ callId: IDS.call, partyId: IDS.visit, place: 'hold' }]);
    const held = aRecord({ secondsAgo: 34, fact: { type: 'call.placed', partyId: IDS.visit, place: 'hold' } });
    for (const entry of held) hub.push('timeline.added', { ...entry, order: 9, id: IDS.ask });
    parties([{ ...CITIZEN, place: 'hold' }, SELF, partyOf(TAX, { place: 'aside' })]);
    await page.getByText('办事人听不见也看不见您们').waitFor();
    await picture('hold');
    await expectAccessible();
    await page.locator('[data-resume]').click();
    await expect.poll(() => hub.inputs('call.place').at(-1)?.place).toBe('table');
    parties([CITIZEN, { ...SELF, place: 'aside' }, partyOf(TAX, { place: 'aside' })]);
    await page.getByText('您在旁商席').first().waitFor();
    await picture('aside');
    await page.keyboard.press('d');
    await expect
      .poll(() => hub.inputs('call.place').at(-1))
      .toEqual({ callId: IDS.call, partyId: ME.id, place: 'table' });
  });

  it('brings to the table, hands over, sends out after a second yes', async () => {
    await inCall({ parties: [CITIZEN, SELF, partyOf(TAX), partyOf(SOCIAL, { place: 'aside' })] });
    await picture('people');
    await page.getByRole('button', { name: '请到通话席 陈社保' }).click();
    await page.getByRole('button', { name: '移交 王税务' }).click();
    await page.getByRole('button', { name: '请出 王税务' }).click();
    expect(hub.inputs('call.remove')).toEqual([]);
    await page.getByRole('button', { name: '确认请出' }).click();
    await expect.poll(() => hub.inputs('call.remove')).toEqual([{ callId: IDS.call, agentId: TAX.id }]);
    expect(hub.inputs('call.place')).toEqual([{ callId: IDS.call, partyId: SOCIAL.id, place: 'table' }]);
    expect(hub.inputs('call.hand-over')).toEqual([{ callId: IDS.call, toAgentId: TAX.id }]);
  });

  it('counts down the kept place of a lost line, and asks before the citizen is left alone', async () => {
    await inCall();
    parties([{ ...CITIZEN, awaySince: new Date(Date.now() - 3000).toISOString() }, SELF]);
    await page.getByText(/席位保留 8\d 秒/).waitFor();
    await picture('line-lost');
    parties([CITIZEN, SELF]);
    await page.getByRole('button', { name: '离开通话' }).click();
    await page.getByText('现在只有您一位坐席').waitFor();
    expect(hub.inputs('call.leave')).toEqual([]);
    await picture('leave');
    await page.getByRole('button', { name: '仍要离开' }).click();
    await expect.poll(() => hub.inputs('call.leave')).toEqual([{ callId: IDS.call }]);
  });

  it('says what colleagues said before, and the words for the moment', async () => {
    const timeline = aRecord(
      { secondsAgo: 300, fact: { type: 'call.joined', partyId: TAX.id, departmentId: 'tax' } },
      {
        secondsAgo: 60,
        fact: { type: 'call.noted', agentId: TAX.id, outcome: 'passed-on', note: '税款已结清，差公章。' },
      },
    );
    await inCall({ timeline, parties: [CITIZEN, SELF, partyOf(TAX)] });
    await page.getByRole('region', { name: '到目前为止' }).getByText('税款已结清，差公章。').waitFor();
    const script = page.getByRole('region', { name: '话术' });
    await script.getByText('公司注销要先拿到清税证明').waitFor();
    await script.getByText('还缺的是').waitFor();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.keyboard.press('s');
    await page.keyboard.press('k');
    await script.getByText('已复制').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('样材料');
    await page.keyboard.press('r');
    await page.getByRole('region', { name: '提词' }).getByText(copied).waitFor();
    await picture('script');
  });

  it('keeps every word of the notes when the time to write ends', async () => {
    await inCall();
    const until = new Date(Date.now() + 40_000).toISOString();
    hub.push('call.ended', { callId: IDS.call, reason: 'completed' });
    hub.push('presence.changed', { presence: 'wrap-up', wrapUpUntil: until });
    await page.getByText('受理，需补正').click();
    await page.getByLabel('小结').fill('差公章，明天来补。');
    await picture('wrap-up');
    await expectAccessible();
    hub.push('presence.changed', { presence: 'available' });
    await expect
      .poll(() => hub.inputs('wrapup.note').at(-1))
      .toEqual({ visitId: IDS.visit, outcome: 'accepted-with-gaps', note: '差公章，明天来补。' });
    // The form stays and still saves while calls may come again.
    await page.getByLabel('小结').fill('差公章，明天来补。已发清单。');
    await page.getByText('已保存').waitFor();
    expect(hub.inputs('wrapup.note').at(-1)?.note).toBe('差公章，明天来补。已发清单。');
    await picture('after-wrap-up');
  });

  it('keeps notes that the hub does not take, through a reload', async () => {
    await inCall();
    hub.answer('wrapup.note', () => err(fail('internal')));
    hub.push('call.ended', { callId: IDS.call, reason: 'completed' });
    hub.push('presence.changed', { presence: 'wrap-up', wrapUpUntil: new Date(Date.now() + 40_000).toISOString() });
    await page.getByLabel('小结').fill('没有存上的话');
    await page.getByText('没有保存上，内容留在这台电脑').waitFor();
    hub.answer('wrapup.note', () => ok(null));
    hub.answer('hello', () => ok(aHello({ now: new Date().toISOString() })));
    const before = hub.inputs('wrapup.note').length;
    await page.reload();
    await expect.poll(() => hub.inputs('wrapup.note').length).toBeGreaterThan(before);
    expect(hub.inputs('wrapup.note').at(-1)?.note).toBe('没有存上的话');
  });

  it('goes on a break with a reason, to the counter, and says plainly when calls are held back', async () => {
    await open();
    await page.getByRole('button', { name: '休息' }).click();
    await picture('break-menu');
    await page.getByRole('menuitem', { name: '用餐' }).click();
    await expect.poll(() => hub.inputs('presence.set')).toEqual([{ presence: 'break', reason: 'meal' }]);
    await page.getByText('休息中 · 用餐').waitFor();
    hub.push('presence.changed', { presence: 'not-responding' });
    await page.getByText('刚才有几次来电没有应答').waitFor();
    await picture('not-responding');
    await expectAccessible();
    await page.getByRole('main').getByRole('button', { name: '我在座位上，继续接单' }).click();
    await expect.poll(() => hub.inputs('presence.set').at(-1)).toEqual({ presence: 'available' });
  });

  it('takes a follow-up and finishes it with what came of it', async () => {
    hub.answer('followup.take', () => ok(aFollowUp({ state: 'taken', agentId: ME.id })));
    hub.answer('followup.done', ({ outcome }) => ok(aFollowUp({ state: 'done', agentId: ME.id, outcome })));
    const late = aFollowUp({
      id: IDS.offer,
      kind: 'message',
      number: 'F20261122-0001',
      dueAt: new Date(Date.now() - 65 * 60_000).toISOString(),
      text: '材料已补好，请帮忙看一下。',
    });
    await open({ followUps: [aFollowUp(), late] });
    const region = page.getByRole('region', { name: '跟进' });
    await region.getByText('已超时 1:05').waitFor();
    await region.getByText('还有 0:25').waitFor();
    await picture('follow-ups');
    await region.getByRole('button', { name: '我来跟进 F20261122-0002' }).click();
    await region.getByLabel('跟进结果').fill('已回电，明天来补材料');
    await picture('follow-up-taken');
    await expectAccessible();
    await region.getByRole('button', { name: '完成' }).click();
    await expect
      .poll(() => hub.inputs('followup.done'))
      .toEqual([{ id: IDS.followUp, outcome: '已回电，明天来补材料' }]);
    await region.getByText('13800138000').nth(1).waitFor({ state: 'detached' });
  });

  it('lets keys be changed, refuses one that is taken, and keeps them', async () => {
    await open();
    await page.keyboard.press('?');
    const panel = page.getByRole('complementary', { name: '快捷键' });
    await panel.locator('[data-key-of="presence"]').click();
    await page.keyboard.press('m');
    await panel.getByText('这个键是“静音或打开话筒”的').waitFor();
    await picture('keys');
    await expectAccessible();
    await page.keyboard.press(',');
    await panel.getByText('这个键是').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('正在等候来电').waitFor();
    await page.keyboard.press('b');
    await page.keyboard.press(',');
    await expect.poll(() => hub.inputs('presence.set')).toEqual([{ presence: 'break', reason: 'rest' }]);
  });

  it('hears, speaks and is seen with what the agent chose, with what is there while that is unplugged, and remembers', async () => {
    await inCall();
    const sinks = () =>
      page.evaluate(() => [...new Set([...document.querySelectorAll('audio')].map(({ sinkId }) => sinkId))]);
    const microphone = () =>
      page.evaluate(() => (globalThis as unknown as { opened: MediaStreamTrack }).opened.getSettings().deviceId);
    const button = page.getByRole('button', { name: '耳机、话筒和摄像头' });
    await button.click();
    const choice = (name: string) => page.getByRole('combobox', { name });
    await choice('从哪里听').selectOption({ label: 'Fake Audio Output 2' });
    await choice('用哪个话筒').selectOption({ label: 'Fake Audio Input 2' });
    const [speakerId, microphoneId] = [await choice('从哪里听').inputValue(), await choice('用哪个话筒').inputValue()];
    await picture('devices');
    await expectAccessible();
    await page.keyboard.press('Escape');
    await expect.poll(sinks).toEqual([speakerId]);

    // A reload is what a browser does at night.
    await page.addInitScript(() => {
      const { mediaDevices } = navigator;
      const open = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        Object.assign(globalThis, { opened: stream.getAudioTracks()[0] });
        return stream;
      };
    });
    await page.reload();
    await page.getByRole('region', { name: '材料', exact: true }).waitFor();
    await expect.poll(sinks).toEqual([speakerId]);
    await expect.poll(microphone).toBe(microphoneId);

    await page.evaluate(() => {
      const { mediaDevices } = navigator;
      const list = mediaDevices.enumerateDevices.bind(mediaDevices);
      mediaDevices.enumerateDevices = async () => (await list()).filter(({ label }) => !label.endsWith('put 2'));
      Object.assign(globalThis, { plugAgain: () => Object.assign(mediaDevices, { enumerateDevices: list }) });
      mediaDevices.dispatchEvent(new Event('devicechange'));
    });
    await page.getByText('Fake Audio Output 2拔掉了，声音外放').waitFor();
    await picture('devices-unplugged');
    await expect.poll(sinks).toEqual(['']);
    await expect.poll(microphone).not.toBe(microphoneId);
    await page.evaluate(() => {
      (globalThis as unknown as { plugAgain(): void }).plugAgain();
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    });
    await expect.poll(sinks).toEqual([speakerId]);
    await expect.poll(microphone).toBe(microphoneId);
  });

  it('greets again when the hub did not answer, instead of standing still', async () => {
    await open();
    let asked = 0;
    hub.answer('hello', () => {
      asked += 1;
      return asked === 1
        ? err(fail('timeout'))
        : ok(aHello({ presence: 'on-call', call: aCall(), now: new Date().toISOString() }));
    });
    await page.reload();
    await page.getByRole('region', { name: '材料', exact: true }).waitFor();
    expect(asked).toBe(2);
  });

  it('calls by title and notification while the page is hidden, and stops when told to', async () => {
    await context.addInitScript(() => {
      Object.defineProperty(document, 'hidden', { get: () => true });
      const shown: string[] = [];
      class Played {
        static permission = 'granted';
        static requestPermission = () => Promise.resolve('granted');
        constructor(title: string, { body }: { body: string }) {
          shown.push(`${title}: ${body}`);
        }
        close() {
          shown.push('closed');
        }
      }
      Object.assign(window, { Notification: Played, shown });
    });
    const shown = () => page.evaluate(() => (window as unknown as { shown: string[] }).shown);
    await open();
    await page.keyboard.press('?');
    await page.getByLabel('窗口在后台时弹出系统通知').check();
    hub.push('offer.new', anOffer());
    await page.waitForFunction(() => document.title === '有人呼叫');
    await expect.poll(shown).toEqual(['有人呼叫: 番禺广场晓屋']);
    hub.push('offer.gone', { offerId: IDS.offer, reason: 'expired' });
    await expect.poll(shown).toEqual(['有人呼叫: 番禺广场晓屋', 'closed']);
    await page.waitForFunction(() => document.title === '云坐席');
    await page.getByLabel('窗口在后台时弹出系统通知').uncheck();
    await page.keyboard.press('Shift+S');
    await page.getByRole('button', { name: '打开铃声' }).waitFor();
    hub.push('offer.new', anOffer());
    await page.getByRole('alertdialog', { name: '有人呼叫' }).waitFor();
    expect(await shown()).toHaveLength(2);
  });

  it('is still in the older of two tabs, and comes back when told to', async () => {
    await open();
    await page.locator('video').first().waitFor();
    const other = await newPage();
    await open({}, other);
    await page.getByRole('heading', { name: '坐席台已在别处打开' }).waitFor();
    await picture('elsewhere');
    await expectAccessible();
    expect(await page.locator('video').count()).toBe(0);
    await other.getByText('正在等候来电').waitFor();
    expect(hub.connections).toBe(2);
    await page.getByRole('button', { name: '在这里工作' }).click();
    await page.getByText('正在等候来电').waitFor();
    await other.getByRole('heading', { name: '坐席台已在别处打开' }).waitFor();
    expect(hub.connections).toBe(3);
  });

  it('goes back to the log-in when the hub ends the session', async () => {
    await open();
    hub.knowsSession = false;
    const other = await newPage();
    await open({}, other);
    await page.getByText('登录已失效，请重新登录').waitFor();
  });

  it('says that the hub is lost while the call goes on, and comes back by itself', async () => {
    await inCall();
    await context.setOffline(true);
    hub.cut();
    await page.getByText('与中心的线路断了').waitFor();
    await picture('hub-lost');
    await context.setOffline(false);
    await page.getByText('与中心的线路断了').waitFor({ state: 'detached' });
    await page.getByRole('region', { name: '通话的人' }).waitFor();
  });

  it('shows a supervisor what they are to a call, and the desk that it is watched', async () => {
    await inCall({ parties: [CITIZEN, SELF, partyOf(BOSS, { place: 'ear', earOf: ME.id })] });
    await page.getByText('并在对您耳语，办事人听不见').waitFor();
    await picture('watched');
    hub.answer('call.watch', ({ mode, agentId }) =>
      ok(
        aCall({
          parties: [CITIZEN, SELF, partyOf(BOSS, { place: mode === 'whisper' ? 'ear' : 'table', earOf: agentId })],
          rev: 2,
        }),
      ),
    );
    const boss = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    const watching = await boss.newPage();
    watching.setDefaultTimeout(STEP_PATIENCE_MS);
    await open(
      {
        agent: BOSS,
        presence: 'offline',
        call: aCall({ parties: [CITIZEN, SELF, partyOf(BOSS, { place: 'gallery' })] }),
      },
      watching,
    );
    await watching.getByText('您在旁听').waitFor();
    await picture('watching', watching);
    await watching.getByRole('button', { name: '耳语给李市监' }).click();
    await watching.getByText('您在对李市监耳语').waitFor();
    expect(hub.inputs('call.watch')).toEqual([{ callId: IDS.call, mode: 'whisper', agentId: ME.id }]);
    await boss.close();
  });
});
