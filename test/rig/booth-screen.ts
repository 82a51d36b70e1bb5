import { createCanvas, loadImage } from '@napi-rs/canvas';
import jsQr from 'jsqr';
import type { Page } from 'playwright';

/** Touches the booth's screen by what its buttons do. */
export async function touch(page: Page, action: string): Promise<void> {
  await page.locator(`[data-action="${action}"]`).first().click();
}

/** Reads the code for the phone off the pixels of the screen, as a phone would. */
export async function readCode(page: Page): Promise<string> {
  await page.getByRole('img', { name: '用手机打开这间晓屋' }).waitFor();
  const picture = await loadImage(await page.screenshot());
  const canvas = createCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, picture.width, picture.height);
  const code = jsQr(new Uint8ClampedArray(data), width, height);
  if (!code) throw new Error('no code can be read on the screen');
  return code.data;
}

/** Frames that a page has decoded of its remote pictures, by counting what its video elements show. */
export async function playingPictures(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      [...document.querySelectorAll('video')].filter((video) => video.getVideoPlaybackQuality().totalVideoFrames > 0)
        .length,
  );
}
