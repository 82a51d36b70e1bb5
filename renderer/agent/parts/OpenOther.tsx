import { useState } from 'react';
import type { Visit } from '../../../contracts/domain/visit.ts';
import { Button } from '../../ui/components/Button.tsx';
import { TextField } from '../../ui/components/Field.tsx';
import { useBusy, useDesk, useDeskState } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './OpenOther.module.css';
import { useCatalogue } from './use-catalogue.ts';

const MAX_SHOWN = 8;

/** Opens a case for any service; those of the own department come first. */
export function OpenOther({ visit }: { visit: Visit }) {
  const t = useText();
  const desk = useDesk();
  const { home } = useDeskState();
  const { catalogue, serviceName, departmentShort } = useCatalogue();
  const [isOpen, setOpen] = useState(false);
  const [words, setWords] = useState('');
  const busy = useBusy('case.open');
  if (!isOpen) {
    return (
      <Button kind="quiet" data-open-other onPress={() => setOpen(true)}>
        {t('case.other')}
      </Button>
    );
  }
  const own = home?.agent.departmentId;
  const found = catalogue.services
    .filter((service) => `${serviceName(service.id)}${departmentShort(service.departmentId)}`.includes(words.trim()))
    .toSorted((a, b) => Number(b.departmentId === own) - Number(a.departmentId === own))
    .slice(0, MAX_SHOWN);
  const open = async (serviceId: string) => {
    if (await desk.runCase('case.open', { visitId: visit.id, serviceId })) {
      setOpen(false);
      setWords('');
    }
  };
  return (
    <section className={styles.other}>
      <TextField label={t('case.search')} value={words} onChange={setWords} autoFocus />
      <ul>
        {found.map((service) => (
          <li key={service.id}>
            <button
              type="button"
              className={styles.choice}
              disabled={busy}
              aria-label={t('case.openService', { service: serviceName(service.id) })}
              onClick={() => void open(service.id)}
            >
              <span>{serviceName(service.id)}</span>
              <span className={styles.soft}>{departmentShort(service.departmentId)}</span>
            </button>
          </li>
        ))}
      </ul>
      <Button kind="quiet" onPress={() => setOpen(false)}>
        {t('case.collapse')}
      </Button>
    </section>
  );
}
