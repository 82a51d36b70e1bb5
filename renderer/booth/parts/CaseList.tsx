import type { CaseState } from '../../../contracts/domain/visit.ts';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { useBooth, useNames } from '../state/context.ts';
import styles from './CaseList.module.css';

const STATES: Readonly<Record<CaseState, State>> = {
  open: 'active',
  accepted: 'active',
  completed: 'ok',
  refused: 'bad',
  withdrawn: 'off',
};

/** The cases of the visit, each with its department, its number and how it stands. */
export function CaseList() {
  const { state } = useBooth();
  const { serviceName, departmentName } = useNames();
  const common = useCommonText();
  const cases = state.visit?.cases ?? [];
  if (cases.length === 0) return null;
  return (
    <ul className={styles.list}>
      {cases.map((each) => (
        <li key={each.id} data-case={each.serviceId}>
          <div className={styles.words}>
            <span className={styles.name}>{serviceName(each.serviceId)}</span>
            <span className={styles.detail}>
              {each.outcome?.title ?? departmentName(each.departmentId)} · {each.number}
            </span>
          </div>
          <StateBadge state={STATES[each.state]}>{common(`caseState.${each.state}`)}</StateBadge>
        </li>
      ))}
    </ul>
  );
}
