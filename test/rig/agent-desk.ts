import type { Browser, Page } from 'playwright';
import { launchChromium } from './chromium.ts';
import { DEMO_PASSWORD } from './hub.ts';

/** An agent at their desk, in a browser of their own; driven as a person would, by names on the screen. */
export class AgentDesk {
  readonly browser: Browser;
  readonly page: Page;

  private constructor(browser: Browser, page: Page) {
    this.browser = browser;
    this.page = page;
  }

  /** @param browser one that is not started as usual */
  static async open(
    hubUrl: string,
    film: string | undefined,
    onProblem: (text: string) => void,
    browser?: Browser,
  ): Promise<AgentDesk> {
    browser ??= await launchChromium(film);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    const page = await context.newPage();
    page.on('pageerror', (error) => onProblem(error.message));
    await page.goto(`${hubUrl}/agent/`);
    return new AgentDesk(browser, page);
  }

  async logIn(username: string): Promise<void> {
    await this.page.getByLabel('账号').fill(username);
    await this.page.getByLabel('密码').fill(DEMO_PASSWORD);
    await this.page.getByRole('button', { name: '登录' }).click();
    await this.page.getByRole('button', { name: '上线接单' }).first().waitFor();
  }

  async goAvailable(): Promise<void> {
    await this.page.getByRole('button', { name: '上线接单' }).first().click();
    await this.page.getByText('正在等候来电').waitFor();
  }

  async waitForOffer(): Promise<void> {
    await this.page.getByRole('alertdialog', { name: '有人呼叫' }).waitFor();
  }

  async accept(): Promise<void> {
    await this.page.getByRole('button', { name: '接听', exact: true }).click();
    await this.page.getByRole('region', { name: '通话的人' }).waitFor();
  }

  async invite(department: string): Promise<void> {
    await this.page.getByRole('button', { name: `邀请 ${department}`, exact: true }).click();
  }

  async openCase(service: string): Promise<void> {
    await this.page.getByRole('tab', { name: '办件' }).click();
    await this.page.getByRole('button', { name: `开办 ${service}`, exact: true }).click();
    await this.page.getByRole('heading', { name: service, exact: true }).waitFor();
  }

  async acceptPaper(paper: string): Promise<void> {
    await this.page.getByRole('button', { name: `通过 ${paper}`, exact: true }).click();
    await this.page.getByRole('button', { name: `通过 ${paper}`, exact: true }).waitFor({ state: 'hidden' });
  }

  /** Answers every question of the open case with its first choice, and takes all papers that are then needed. */
  async papersDone(): Promise<void> {
    const questions = this.page.locator('[data-questions-open]');
    const groups = questions.getByRole('radiogroup');
    for (let index = 0; index < (await groups.count()); index++) {
      await groups.nth(index).locator('label').first().click();
      await groups.nth(index).locator('label[data-selected]').waitFor();
    }
    await this.page.locator('[data-questions-open="0"]').waitFor();
    const accept = this.page.locator('[data-accept-paper]');
    for (let left = await accept.count(); left > 0; left = await accept.count()) {
      const name = (await accept.first().getAttribute('aria-label')) ?? '';
      await this.acceptPaper(name.replace(/^通过 /, ''));
    }
  }

  async setCase(action: '受理' | '办结'): Promise<void> {
    await this.page.getByRole('button', { name: action, exact: true }).click();
  }

  async takeStill(): Promise<void> {
    await this.page.getByRole('button', { name: '拍照留存' }).click();
  }

  /** Confirms what was read; what the check digits doubt is typed as the paper has it, and confirmed by itself. */
  async confirmFields(truth: Readonly<Record<string, string>>): Promise<void> {
    const panel = this.page.getByRole('region', { name: '识别结果' });
    await panel.getByRole('button', { name: '确认字段' }).waitFor({ timeout: 60_000 });
    const doubtful = panel
      .getByRole('listitem')
      .filter({ hasText: /校验不符|校验存疑/ })
      .filter({ hasText: '统一社会信用代码' });
    if ((await doubtful.count()) > 0) {
      await doubtful.getByRole('textbox').fill(truth['credit-code'] ?? '');
      await doubtful.getByRole('button', { name: /^确认/ }).click();
      await doubtful.waitFor({ state: 'detached' });
    }
    await panel.getByRole('button', { name: '确认字段' }).click();
    await panel.getByText('已核对').first().waitFor();
  }

  async askLocker(): Promise<void> {
    await this.page.getByRole('tab', { name: '寄递' }).click();
    await this.page.getByRole('button', { name: '请求开柜' }).click();
  }

  async finishVisit(): Promise<void> {
    await this.page.getByRole('button', { name: '结束来访' }).click();
    await this.page.getByRole('button', { name: '确认结束来访' }).click();
  }

  async leaveCall(): Promise<void> {
    await this.page.getByRole('button', { name: '离开通话' }).click();
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
