import { firstDecoded } from './decoded.ts';

/** What each page of the call bench offers to the driver, as `window.bench`. */
export interface CallBench {
  /** Gets the media once; calls are measured from a warm camera on every side. */
  prepare(config: Record<string, string>): Promise<void>;
  /** Whether the lines of the calls that follow are made while they ring, if this page can. */
  warm(on: boolean): Promise<void>;
  /** Agent's side: says yes. Resolves with the moment of it. */
  accept(): Promise<number>;
  /** The moment at which the first remote frame of this call was decoded here. */
  firstFrame(): Promise<number>;
  /** The moment at which all of so many remote pictures had their first frame; of pages that can call more than one. */
  lastPicture?(of: number): Promise<number>;
  /** Citizen's side: asks for a call, and resolves when the other side may take it. */
  request(): Promise<void>;
  /** Ends the call on this side. */
  hangUp(): Promise<void>;
}

/** Milliseconds on a clock that all pages of one machine share. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

declare global {
  interface Window {
    bench: CallBench;
  }
}

export function localMedia(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480 } });
}

/** The moment at which the browser had decoded a first frame of the stream's picture. */
export function firstFrame(stream: MediaStream): Promise<number> {
  const [track] = stream.getVideoTracks();
  return track ? firstDecoded(track) : Promise.reject(new Error('a stream without a picture'));
}

/** Looks until there is a value: what a page waits for comes by events of several libraries. */
export async function waitFor<T>(look: () => T | undefined): Promise<Awaited<T>> {
  for (;;) {
    const value = look();
    if (value !== undefined) return await value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
