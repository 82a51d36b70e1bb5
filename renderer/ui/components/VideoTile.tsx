import { type ReactNode, useEffect, useRef, useState } from 'react';
import { classes } from '../classes.ts';
import { useCommonText } from '../i18n.ts';
import { MicOff } from '../icons.ts';
import styles from './VideoTile.module.css';

export interface VideoTileProps {
  readonly track: MediaStreamTrack | null | undefined;
  /** Who is seen, and which department they speak for. */
  readonly name?: ReactNode;
  readonly department?: ReactNode;
  /** The word that stands where no picture is: what is awaited, or why there is none. */
  readonly emptyText: ReactNode;
  /** The line is interrupted: the last picture stays, dimmed, and this says what goes on. */
  readonly veil?: ReactNode;
  /** Their microphone is off: a sign beside the name. */
  readonly muted?: boolean;
  /** Oneself is seen as in a mirror. */
  readonly mirrored?: boolean;
  /** `contain` for papers (nothing may be cut off), `cover` for faces. */
  readonly fit?: 'cover' | 'contain';
  readonly size?: 'large' | 'small';
  readonly className?: string;
}

/** A live picture with the name of who is in it. Silent: sound comes from `AudioOut`. */
export function VideoTile(props: VideoTileProps) {
  const { track, name, department, emptyText, veil, muted, mirrored, fit = 'cover', size = 'large', className } = props;
  const common = useCommonText();
  const video = useRef<HTMLVideoElement>(null);
  const [shownTrack, setShownTrack] = useState<MediaStreamTrack | null>(null);
  const shown = track !== null && track !== undefined && shownTrack === track;
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = track ? new MediaStream([track]) : null;
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return (
    <figure className={classes(styles.tile, styles[size], className)}>
      {shown ? null : <div className={styles.empty}>{emptyText}</div>}
      <video
        ref={video}
        hidden={!track}
        autoPlay
        playsInline
        muted
        onLoadedData={() => setShownTrack(track ?? null)}
        className={classes(styles.video, mirrored && styles.mirrored, fit === 'contain' && styles.contain)}
      />
      {veil !== undefined && veil !== null && <div className={styles.veil}>{veil}</div>}
      {(name !== undefined || department !== undefined) && (
        <figcaption className={styles.caption}>
          {department !== undefined && <span className={styles.department}>{department}</span>}
          {name !== undefined && <span>{name}</span>}
          {muted && <MicOff className={styles.muted} role="img" aria-label={common('microphoneOff')} />}
        </figcaption>
      )}
    </figure>
  );
}

export interface AudioOutProps {
  readonly track: MediaStreamTrack | null | undefined;
  /** The device that it comes out of; where the computer sends sound when left out, or when that device refuses. */
  readonly sinkId?: string | undefined;
}

/** Plays a voice. One for each remote party. */
export function AudioOut({ track, sinkId = '' }: AudioOutProps) {
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
    const element = audio.current;
    // Safari has no choice of outputs.
    if (!element || !('setSinkId' in element) || element.sinkId === sinkId) return;
    element.setSinkId(sinkId).catch((thrown: unknown) => {
      // Better heard by all than by nobody.
      console.warn('sound output', thrown);
      if (sinkId !== '') void element.setSinkId('').catch(() => undefined);
    });
  }, [sinkId]);
  // biome-ignore lint/a11y/useMediaCaption: a live voice has no caption track; captions have their own place on screen
  return <audio ref={audio} autoPlay />;
}
