import { useEffect, useRef, useState } from 'react';
import { describeThrown } from '../../../contracts/errors.ts';
import type { BoothSetup } from '../../../contracts/ipc/booth-state.ts';
import { draw } from '../../call/figures/frames.ts';
import { figuresOf } from '../../call/figures/picture.ts';
import { openCamera } from '../state/probe/measure.ts';
import { useTechnicianText } from '../state/text.ts';
import styles from './LivePicture.module.css';

/** Often enough to turn a lens by, seldom enough to read. */
const FIGURES_EVERY_MS = 500;

interface LivePictureProps {
  readonly part: 'face' | 'document';
  readonly wanted: BoothSetup['cameras'];
}

/** What a camera sees now, with its sharpness: a technician turns the lens until the figure is highest. */
export function LivePicture({ part, wanted }: LivePictureProps) {
  const t = useTechnicianText();
  const video = useRef<HTMLVideoElement>(null);
  const [figures, setFigures] = useState<{ sharpness: string; brightness: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    let stream: MediaStream | null = null;
    let isLeft = false;
    const shown = video.current;
    const look = () => {
      if (!shown || shown.videoWidth === 0) return;
      const { sharpness, meanLuma } = figuresOf(draw(shown));
      setFigures({ sharpness: sharpness.toFixed(0), brightness: meanLuma.toFixed(0) });
    };
    const timer = setInterval(look, FIGURES_EVERY_MS);
    const open = async () => {
      stream = await openCamera(part, wanted);
      if (isLeft) for (const track of stream?.getTracks() ?? []) track.stop();
      else if (!stream) setProblem('—');
      else if (shown) shown.srcObject = stream;
    };
    open().catch((thrown: unknown) => setProblem(describeThrown(thrown)));
    return () => {
      isLeft = true;
      clearInterval(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, [part, wanted]);

  return (
    <figure className={styles.live} data-live-picture={figures ? 'shown' : 'waiting'}>
      <video ref={video} autoPlay muted playsInline aria-label={t('livePicture.title')} />
      <figcaption>
        {problem !== null
          ? t('livePicture.none', { reason: problem })
          : figures
            ? t('livePicture.figures', figures)
            : t('livePicture.opening')}
      </figcaption>
    </figure>
  );
}
