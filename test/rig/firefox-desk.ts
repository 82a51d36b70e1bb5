import type { Browser, Page } from 'puppeteer-core';
import { launchFirefox } from './firefox.ts';
import { DEMO_PASSWORD } from './hub.ts';

/** Firefox reports a WebSocket that did not come up, or that a reload ended, as if the page had thrown; the page tries again. */
const BROKEN_SOCKET = /connect(ion)? to .*wss?:\/\/|a connection to the server at wss?:\/\//;

/** An agent at a desk in Firefox: what a call needs of it, by names on the screen. */
export class FirefoxDesk {
  readonly #browser: Browser;
  readonly page: Page;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  static async open(hubUrl: string, onProblem: (text: string) => void): Promise<FirefoxDesk> {
    const browser = await launchFirefox();
    const page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    page.on('pageerror', (error) => {
      if (!BROKEN_SOCKET.test(String(error))) onProblem(String(error));
    });
    await page.goto(`${hubUrl}/agent/`);
    return new FirefoxDesk(browser, page);
  }

  async logIn(username: string): Promise<void> {
    await this.page.locator('input[autocomplete="username"]').fill(username);
    await this.page.locator('input[type="password"]').fill(DEMO_PASSWORD);
    await this.page.locator('button[type="submit"]').click();
    await this.page.locator('::-p-text(上线接单)').wait();
  }

  async goAvailable(): Promise<void> {
    await this.page.locator('::-p-text(上线接单)').click();
    await this.page.locator('::-p-text(正在等候来电)').wait();
  }

  /** Takes the next offer. */
  async accept(): Promise<void> {
    await this.page.locator('[role="alertdialog"]').wait();
    await this.page.locator('[data-accept]').click();
    await this.page.locator('[aria-label="通话的人"]').wait();
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}
