import { useEffect, useRef, useSyncExternalStore } from 'react';
import { describeThrown } from '../../../contracts/errors.ts';
import { useBooth } from '../state/context.ts';

/** Plays a voice where the citizen listens, as loud as they set it. */
export function Voice({ track }: { track: MediaStreamTrack | null | undefined }) {
  const { listening } = useBooth();
  const { output, volume } = useSyncExternalStore(listening.subscribe, listening.getSnapshot);
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    element.srcObject = track ? new MediaStream([track]) : null;
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  useEffect(() => {
    if (audio.current) audio.current.volume = volume;
  }, [volume]);
  const sinkId = output?.deviceId ?? '';
  useEffect(() => {
    const element = audio.current;
    if (!element || element.sinkId === sinkId) return;
    element.setSinkId(sinkId).catch((thrown: unknown) => {
      // Better heard by all than by nobody.
      console.error(`booth screen: sound output: ${describeThrown(thrown)}`);
      listening.choose(null);
    });
  }, [sinkId, listening]);
  // biome-ignore lint/a11y/useMediaCaption: a live voice has no caption track; captions have their own place on screen
  return <audio ref={audio} autoPlay />;
}
