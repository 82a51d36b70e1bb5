import type { Browser, Page } from 'playwright';
import { launchChromium } from './chromium.ts';

/** The citizen's phone. */
export class Phone {
  readonly browser: Browser;
  readonly page: Page;

  private constructor(browser: Browser, page: Page) {
    this.browser = browser;
    this.page = page;
  }

  static async open(onProblem: (text: string) => void): Promise<Phone> {
    const browser = await launchChromium();
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      hasTouch: true,
      isMobile: true,
      locale: 'zh-CN',
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => onProblem(error.message));
    return new Phone(browser, page);
  }

  /** Opens what a code leads to. */
  async scan(address: string): Promise<void> {
    await this.page.goto(address);
  }

  async chooseBundle(name: string): Promise<void> {
    await this.page.getByRole('button', { name }).first().click();
  }

  async consent(): Promise<void> {
    await this.page.getByRole('button', { name: '同意，请开门' }).click();
  }

  async waitForOpenDoor(): Promise<void> {
    await this.page.getByText('门开了，请进').first().waitFor();
  }

  /** Fills a form by the labels of its questions and hands it in. */
  async fillForm(service: string, answers: Readonly<Record<string, string>>): Promise<void> {
    await this.page
      .getByRole('button', { name: `填写申请表：${service}` })
      .first()
      .click();
    for (const [label, answer] of Object.entries(answers)) {
      const field = this.page.getByLabel(label, { exact: true });
      if ((await field.count()) > 0 && (await field.first().evaluate((node) => node.matches('input, textarea')))) {
        await field.first().fill(answer);
      } else {
        const group = this.page.getByRole('group', { name: label });
        await group.getByRole('radio', { name: answer }).check();
      }
    }
    await this.page.getByRole('button', { name: '交给坐席' }).click();
    await this.page.getByRole('heading', { name: '办事清单' }).waitFor();
  }

  /** Hands a file in for a paper of the checklist. */
  async upload(paper: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.page.getByLabel(`选文件上传：${paper}`).first().setInputFiles(file);
  }

  async giveMailing(mailing: { recipient: string; phone: string; address: string }): Promise<void> {
    await this.page.getByRole('button', { name: '填写邮寄信息' }).first().click();
    await this.page.getByLabel('收件人').fill(mailing.recipient);
    await this.page.getByLabel('手机号').fill(mailing.phone);
    await this.page.getByLabel('收件地址').fill(mailing.address);
    await this.page.getByRole('button', { name: '交给坐席' }).click();
  }

  async waitForCertificate(title: string): Promise<void> {
    await this.page
      .getByRole('button', { name: `查看证书：${title}` })
      .first()
      .waitFor();
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
