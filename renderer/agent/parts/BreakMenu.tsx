import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { breakReason } from '../../../contracts/domain/people.ts';
import { Button } from '../../ui/components/Button.tsx';
import { useDesk } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './BreakMenu.module.css';

/** A break says why, so that the board tells a meal from a meeting. */
export function BreakMenu({ isDisabled }: { isDisabled: boolean }) {
  const t = useText();
  const desk = useDesk();
  return (
    <MenuTrigger>
      <Button kind="quiet" isDisabled={isDisabled} data-break-menu>
        {t('presence.goBreak')}
      </Button>
      <Popover className={styles.popover} placement="bottom start">
        <Menu className={styles.menu} aria-label={t('presence.breakMenu')}>
          {breakReason.options.map((reason) => (
            <MenuItem
              key={reason}
              id={reason}
              className={styles.item}
              onAction={() => void desk.setPresence('break', reason)}
            >
              {t(`presence.reason.${reason}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
