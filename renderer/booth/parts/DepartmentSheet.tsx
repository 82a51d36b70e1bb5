import { Button } from '../../ui/components/Button.tsx';
import { Sheet } from '../../ui/components/Sheet.tsx';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { useBooth, useNames } from '../state/context.ts';
import { useText } from '../state/text.ts';
import styles from './DepartmentSheet.module.css';

/** For those who know whom they want: the departments, those on duty first. */
export function DepartmentSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { state, setup, send } = useBooth();
  const { departmentName } = useNames();
  const t = useText();
  const common = useCommonText();
  const onDuty = new Set(state.duty?.departmentsOnDuty);
  const sorted = [...setup.departments].sort((a, b) => Number(onDuty.has(b.id)) - Number(onDuty.has(a.id)));
  return (
    <Sheet
      isOpen={isOpen}
      onClose={onClose}
      title={t('ready.departmentTitle')}
      actions={
        <Button kind="quiet" wide onPress={onClose}>
          {common('back')}
        </Button>
      }
    >
      <div className={styles.grid}>
        {sorted.map(({ id }) => (
          <Button
            key={id}
            className={styles.department}
            isDisabled={!onDuty.has(id)}
            data-department={id}
            onPress={() => {
              onClose();
              send({ type: 'call', departmentId: id });
            }}
          >
            <span className={styles.words}>
              {departmentName(id)}
              <StateBadge state={onDuty.has(id) ? 'ok' : 'off'}>
                {onDuty.has(id) ? t('ready.onDuty') : t('ready.offDuty')}
              </StateBadge>
            </span>
          </Button>
        ))}
      </div>
    </Sheet>
  );
}
