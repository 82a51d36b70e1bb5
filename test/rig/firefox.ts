import { access } from 'node:fs/promises';
import puppeteer, { type Browser } from 'puppeteer-core';

/** Debian's Firefox, unless the environment names another. Playwright drives only builds of its own. */
export const FIREFOX_PATH = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';

/** Why there is no Firefox to test with; undefined when there is one. */
export async function missingFirefox(): Promise<string | undefined> {
  return access(FIREFOX_PATH).then(
    () => undefined,
    () => `${FIREFOX_PATH} is missing: apt-get install firefox-esr`,
  );
}

/** Launches Firefox over WebDriver BiDi with a made-up camera and microphone that need no permission. */
export function launchFirefox(): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX_PATH,
    headless: true,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'media.autoplay.blocking_policy': 0,
      // Pages of loopback find each other by their addresses: there is no mDNS in a bare machine.
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.peerconnection.ice.loopback': true,
      'intl.accept_languages': 'zh-CN',
      'app.update.enabled': false,
      'datareporting.policy.dataSubmissionEnabled': false,
    },
  });
}
