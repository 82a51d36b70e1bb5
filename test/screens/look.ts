import type { Page } from 'playwright';

/** The smallest side of a target for a thumb, CSS px (WCAG 2.2, 2.5.5 asks 44). */
const MIN_TARGET_PX = 44;

/** What a careful reviewer would see at a glance: text that runs out of its place, targets too small, a page that scrolls sideways. */
export async function lookAt(page: Page, name: string, minTargetPx = MIN_TARGET_PX): Promise<string[]> {
  const found = await page.evaluate((minimum) => {
    const problems: string[] = [];
    const visible = (element: Element) => element.checkVisibility({ opacityProperty: false, visibilityProperty: true });
    if (document.documentElement.scrollWidth > innerWidth + 1) problems.push('the page scrolls sideways');
    for (const element of document.querySelectorAll('button, a[href], summary, input[type=file]')) {
      if (!visible(element)) continue;
      // A file input lies inside the label that is seen and touched.
      const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
      if (width === 0 || height === 0) continue;
      if (height < minimum - 0.5)
        problems.push(`target ${Math.round(width)}×${Math.round(height)}: ${element.textContent}`);
    }
    for (const element of document.querySelectorAll('button, strong, h1, h2, h3, p, dd, dt, span')) {
      if (!visible(element) || getComputedStyle(element).overflow !== 'visible') continue;
      if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 2) {
        problems.push(`text runs out of its place: ${element.textContent?.slice(0, 40)}`);
      }
    }
    return problems;
  }, minTargetPx);
  return found.map((problem) => `${name}: ${problem}`);
}
