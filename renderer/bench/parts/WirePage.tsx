import { useEffect } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { playPressSound } from '../../ui/press-sound.ts';
import type { BenchContext } from '../context.ts';
import { shownFrames, waitingFrames, wireText } from '../state/wire-log.ts';
import { useText } from '../text.ts';
import { useDownload } from './download.ts';
import { Failure } from './Failure.tsx';
import styles from './page.module.css';

/** Rows on the page; the file holds all that is kept. */
const SHOWN = 200;

/** What goes over the devices' lines, live: decoded words and bytes, newest first. */
export function WirePage({ bench }: { bench: BenchContext }) {
  const t = useText();
  const download = useDownload();
  const { port, booth, state, wireLog, leave, act } = bench;
  const mine = leave === 'mine';
  useEffect(() => {
    if (!mine) return;
    act.watchWire(true);
    return () => act.watchWire(false);
  }, [mine, act]);
  const frames = shownFrames(wireLog, SHOWN);
  const waiting = waitingFrames(wireLog);
  const isPaused = wireLog.pausedAt !== null;
  return (
    <section className={styles.page} aria-label={t('page.wire')}>
      <h3 className="visually-hidden">{t('page.wire')}</h3>
      <div className={styles.row}>
        <Button
          data-action="wire-pause"
          aria-pressed={isPaused}
          onPress={() => act.wire({ type: isPaused ? 'go-on' : 'pause' })}
        >
          {isPaused ? t('wire.goOn', { count: waiting }) : t('wire.pause')}
        </Button>
        <Button data-action="wire-clear" onPress={() => act.wire({ type: 'clear' })}>
          {t('wire.clear')}
        </Button>
        {port.at === 'hub' ? (
          <Button
            data-action="wire-export"
            isDisabled={wireLog.frames.length === 0}
            onPress={() => download(`${booth.name}-wire.txt`, 'text/plain', wireText(wireLog))}
          >
            {t('wire.export')}
          </Button>
        ) : (
          <span className={styles.soft}>{t('wire.noFile')}</span>
        )}
      </div>
      <fieldset className={styles.filters} aria-label={t('wire.filter')}>
        {[null, ...booth.devices.map(({ id }) => id)].map((id) => (
          <button
            key={id ?? '*'}
            type="button"
            aria-pressed={wireLog.deviceId === id}
            onPointerDown={playPressSound}
            onClick={() => act.wire({ type: 'filter', deviceId: id })}
          >
            {id ?? t('wire.all')}
          </button>
        ))}
      </fieldset>
      <Failure error={state.failures.wire} />
      {!mine && <p className={styles.soft}>{t('wire.needsMode')}</p>}
      {mine && frames.length === 0 && <p className={styles.soft}>{t('wire.none')}</p>}
      {frames.length > 0 && (
        // A table that is scrolled must be reachable by keys.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        <section className={styles.frames} tabIndex={0} aria-label={t('wire.title')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('wire.at')}</th>
                <th scope="col">{t('wire.device')}</th>
                <th scope="col">{t('wire.direction')}</th>
                <th scope="col">{t('wire.text')}</th>
              </tr>
            </thead>
            <tbody>
              {frames.map(({ order, at, deviceId, direction, kind, text, hex }) => (
                <tr key={order} data-kind={kind} data-direction={direction}>
                  <td>{at.slice(11, 23)}</td>
                  <td>{deviceId}</td>
                  <td>
                    <span aria-hidden>{direction === 'out' ? '→' : '←'}</span> {t(`wire.${direction}`)}
                  </td>
                  <td>
                    {kind === 'discarded' && <strong>{t('wire.discarded')} </strong>}
                    {text}
                    <code>{hex ?? t('wire.masked')}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
