import { useId, useState } from 'react';
import type { Bundle, Catalogue, Service } from '../../../contracts/domain/catalogue.ts';
import { useLocalized } from '../../ui/i18n.ts';
import { ChevronRight, Search } from '../../ui/icons.ts';
import type { Want } from '../state/model.ts';
import { departmentsOf, findServices } from '../state/want.ts';
import { useText } from '../text.ts';
import styles from './picker.module.css';
import { Waiting } from './Waiting.tsx';

export interface ServicePickerProps {
  readonly catalogue: Catalogue | null;
  readonly onPick: (want: Extract<Want, { kind: 'bundle' | 'service' }>) => void;
}

/** Search, bundles, then services by department. */
export function ServicePicker({ catalogue, onPick }: ServicePickerProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const inputId = useId();
  if (catalogue === null) return <Waiting>{t('loading.catalogue')}</Waiting>;
  const searching = typed.trim() !== '';
  const found = findServices(catalogue, typed);
  const count = found.bundles.length + found.services.length;
  return (
    <>
      <div className={styles.search}>
        <Search aria-hidden />
        <label htmlFor={inputId}>{t('choose.searchLabel')}</label>
        <input
          id={inputId}
          type="search"
          autoComplete="off"
          enterKeyHint="search"
          placeholder={t('choose.search')}
          value={typed}
          maxLength={40}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <p className={styles.count} role="status">
        {searching && (count === 0 ? t('choose.searchNone', { text: typed.trim() }) : t('choose.found', { count }))}
      </p>
      {found.bundles.length > 0 && (
        <section>
          <h2 className={styles.heading}>{t('choose.bundles')}</h2>
          <ul className={styles.bundles}>
            {found.bundles.map((bundle) => (
              <BundleCard
                key={bundle.id}
                bundle={bundle}
                catalogue={catalogue}
                onPress={() => onPick({ kind: 'bundle', bundleId: bundle.id })}
              />
            ))}
          </ul>
        </section>
      )}
      {searching ? (
        <div className={styles.found}>
          <ServiceList services={found.services} catalogue={catalogue} onPick={onPick} />
        </div>
      ) : (
        <section>
          <h2 className={styles.heading}>{t('choose.services')}</h2>
          <Departments catalogue={catalogue} onPick={onPick} />
        </section>
      )}
    </>
  );
}

function BundleCard({ bundle, catalogue, onPress }: { bundle: Bundle; catalogue: Catalogue; onPress: () => void }) {
  const t = useText();
  const localized = useLocalized();
  const departments = departmentsOf(bundle, catalogue);
  return (
    <li>
      <button type="button" className={styles.bundle} onClick={onPress}>
        <strong>{localized(bundle.name)}</strong>
        <span className={styles.summary}>{localized(bundle.summary)}</span>
        <span className={styles.chain}>
          {departments.map((department) => (
            <span key={department.id}>{localized(department.shortName)}</span>
          ))}
          {departments.length > 1 && <em>{t('choose.bundleCount', { count: departments.length })}</em>}
        </span>
      </button>
    </li>
  );
}

function Departments({ catalogue, onPick }: { catalogue: Catalogue; onPick: ServicePickerProps['onPick'] }) {
  const t = useText();
  const localized = useLocalized();
  return (
    <ul className={styles.departments}>
      {catalogue.departments.map((department) => {
        const services = catalogue.services.filter((service) => service.departmentId === department.id);
        if (services.length === 0) return null;
        return (
          <li key={department.id}>
            <details className={styles.department}>
              <summary>
                <strong>{localized(department.name)}</strong>
                <span>{t('choose.serviceCount', { count: services.length })}</span>
                <ChevronRight aria-hidden />
              </summary>
              <ServiceList services={services} catalogue={null} onPick={onPick} />
            </details>
          </li>
        );
      })}
    </ul>
  );
}

interface ServiceListProps {
  readonly services: readonly Service[];
  /** Given where the department is not told by the heading above. */
  readonly catalogue: Catalogue | null;
  readonly onPick: ServicePickerProps['onPick'];
}

function ServiceList({ services, catalogue, onPick }: ServiceListProps) {
  const t = useText();
  const localized = useLocalized();
  return (
    <ul className={styles.services}>
      {services.map((service) => (
        <li key={service.id}>
          <button
            type="button"
            className={styles.service}
            onClick={() => onPick({ kind: 'service', serviceId: service.id })}
          >
            <strong>{localized(service.name)}</strong>
            <span>
              {catalogue?.departments
                .filter((department) => department.id === service.departmentId)
                .map((department) => `${localized(department.shortName)} · `)}
              {t('choose.papers', { count: service.papers.length })} ·{' '}
              {service.promisedWorkingDays === 0
                ? t('choose.atOnce')
                : t('choose.days', { count: service.promisedWorkingDays })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
