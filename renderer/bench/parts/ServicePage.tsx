import { useState } from 'react';
import type { DeviceReport } from '../../../contracts/device/device.ts';
import { Button } from '../../ui/components/Button.tsx';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import type { BenchContext } from '../context.ts';
import { healthOf } from '../state/health.ts';
import { useText } from '../text.ts';
import { stateWord } from '../words.ts';
import { Failure } from './Failure.tsx';
import styles from './page.module.css';
import { Waiting } from './Waiting.tsx';

/** Devices whose wiring can be told from their sensors. */
const CALIBRATED: readonly DeviceReport['class'][] = ['locker', 'door'];

/** What changes how devices run: restart one, find its wiring settings, take another profile. */
export function ServicePage({ bench }: { bench: BenchContext }) {
  const t = useText();
  const { booth, leave } = bench;
  return (
    <section className={styles.page} aria-label={t('page.service')}>
      <h3 className="visually-hidden">{t('page.service')}</h3>
      {leave !== 'mine' && <p className={styles.soft}>{t('step.needsMode')}</p>}
      {booth.devices.length === 0 && <p className={styles.soft}>{t('table.empty')}</p>}
      {booth.devices.map((device) => (
        <DeviceService key={device.id} bench={bench} device={device} />
      ))}
      <ProfileService bench={bench} />
    </section>
  );
}

function DeviceService({ bench, device }: { bench: BenchContext; device: DeviceReport }) {
  const t = useText();
  const { state, leave, act } = bench;
  const restarting = state.works[`restart:${device.id}`];
  const calibrating = state.works[`calibrate:${device.id}`];
  const applying = state.works[`apply:${device.id}`];
  const proposals = state.proposals[`calibrate:${device.id}`];
  const isFree = leave === 'mine' && restarting === undefined && calibrating === undefined && applying === undefined;
  return (
    <article className={styles.step} data-service={device.id}>
      <header className={styles.stepHead}>
        <h4>
          {t(`part.${device.class}`)} <span className={styles.soft}>{device.id}</span>
        </h4>
        <StateBadge state={healthOf(device)}>{stateWord(t, device)}</StateBadge>
      </header>
      <div className={styles.row}>
        <Button isDisabled={!isFree} data-action="restart" onPress={() => act.restart(device.id)}>
          {t('service.restart')}
        </Button>
        {CALIBRATED.includes(device.class) && (
          <Button isDisabled={!isFree} data-action="calibrate" onPress={() => act.calibrate(device.id)}>
            {t('service.calibrate')}
          </Button>
        )}
      </div>
      {restarting !== undefined && <Waiting sinceMs={restarting.sinceMs}>{t('service.restarting')}</Waiting>}
      {calibrating !== undefined && <Waiting sinceMs={calibrating.sinceMs}>{t('service.calibrating')}</Waiting>}
      {applying !== undefined && <Waiting sinceMs={applying.sinceMs}>{t('service.applying')}</Waiting>}
      {state.done[`restart:${device.id}`] && <p className={styles.fine}>{t('service.restarted')}</p>}
      <Failure error={state.failures[`restart:${device.id}`]} />
      <Failure error={state.failures[`calibrate:${device.id}`]} />
      {proposals !== undefined && proposals.length === 0 && <p className={styles.fine}>{t('service.noProposal')}</p>}
      {proposals !== undefined && proposals.length > 0 && (
        <>
          <table className={styles.evidence}>
            <thead>
              <tr className={styles.head}>
                <th scope="col">{t('service.setting')}</th>
                <th scope="col">{t('service.present')}</th>
                <th scope="col">{t('service.proposed')}</th>
              </tr>
            </thead>
            <tbody>
              {proposals.map(({ setting, present, proposed }) => (
                <tr key={setting}>
                  <th scope="row">{setting}</th>
                  <td>{present}</td>
                  <td>
                    <strong>{proposed}</strong>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {state.done[`apply:${device.id}`] ? (
            <p className={styles.fine}>{t('service.applied')}</p>
          ) : (
            <Button
              kind="primary"
              isDisabled={!isFree}
              data-action="apply"
              onPress={() => act.applyCalibration(device.id)}
            >
              {t('service.apply')}
            </Button>
          )}
        </>
      )}
      <Failure error={state.failures[`apply:${device.id}`]} />
    </article>
  );
}

/** Another profile: chosen, then confirmed, because all devices start anew. */
function ProfileService({ bench }: { bench: BenchContext }) {
  const t = useText();
  const { state, view, leave, act } = bench;
  const [chosen, setChosen] = useState<string | null>(null);
  const work = state.works.profile;
  if (view === null) return null;
  const { name, available } = view.profile;
  return (
    <article className={styles.step} data-service="profile">
      <header className={styles.stepHead}>
        <h4>{t('service.profile')}</h4>
        <span>{t('service.profileNow', { name })}</span>
      </header>
      <fieldset className={styles.filters} aria-label={t('service.profile')}>
        {available.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === (chosen ?? name)}
            disabled={leave !== 'mine' || work !== undefined}
            onClick={() => setChosen(each === name ? null : each)}
          >
            {each}
          </button>
        ))}
      </fieldset>
      {chosen !== null && work === undefined && (
        <div className={styles.confirm} role="alertdialog" aria-label={t('service.swapAsk', { name: chosen })}>
          <p>
            <strong>{t('service.swapAsk', { name: chosen })}</strong> {t('service.swapText')}
          </p>
          <div className={styles.row}>
            <Button onPress={() => setChosen(null)}>{t('service.no')}</Button>
            <Button
              kind="primary"
              data-action="swap-profile"
              onPress={() => {
                act.swapProfile(chosen);
                setChosen(null);
              }}
            >
              {t('service.swap')}
            </Button>
          </div>
        </div>
      )}
      {work !== undefined && <Waiting sinceMs={work.sinceMs}>{t('service.swapping')}</Waiting>}
      {state.done.profile && <p className={styles.fine}>{t('service.swapped')}</p>}
      <Failure error={state.failures.profile} />
    </article>
  );
}
