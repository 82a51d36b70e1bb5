/** What each page of the call bench offers to the driver, as `window.bench`. */
export interface CallBench {
  /** Gets the media once; calls are measured from a warm camera on every side. */
  prepare(config: Record<string, string>): Promise<void>;
  /** Agent's side: says yes and resolves with the milliseconds until the first remote frame was decoded. */
  accept(): Promise<number>;
  /** Citizen's side: asks for a call. */
  request(): Promise<void>;
  /** Ends the call on this side. */
  hangUp(): Promise<void>;
}

declare global {
  interface Window {
    bench: CallBench;
  }
}

export function localMedia(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480 } });
}

/** Resolves when the browser has decoded a first frame of the track. */
export function firstFrame(stream: MediaStream): Promise<void> {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  video.srcObject = stream;
  document.body.append(video);
  return new Promise((resolve) => {
    video.requestVideoFrameCallback(() => {
      resolve();
      video.remove();
    });
  });
}
