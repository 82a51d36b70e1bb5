import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { retakeReason } from '../../../contracts/domain/pages.ts';
import type { Id } from '../../../contracts/ids.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Undo2 } from '../../ui/icons.ts';
import { useBusy, useDesk } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './BreakMenu.module.css';

/** Asks the citizen to take a page once more; the reason is shown at the booth with what to do. */
export function RetakeMenu({ fileId }: { fileId: Id }) {
  const t = useText();
  const desk = useDesk();
  const busy = useBusy('page.retake');
  return (
    <MenuTrigger>
      <Button icon={<Undo2 />} isDisabled={busy} data-retake-menu>
        {t('stage.retake')}
      </Button>
      <Popover className={styles.popover} placement="top start">
        <Menu className={styles.menu} aria-label={t('stage.retakeMenu')}>
          {retakeReason.options.map((reason) => (
            <MenuItem
              key={reason}
              id={reason}
              className={styles.item}
              onAction={() => void desk.askRetake(fileId, reason)}
            >
              {t(`stage.retakeReason.${reason}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
