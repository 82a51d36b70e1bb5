import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import styles from './Sheet.module.css';

export interface SheetProps {
  readonly isOpen: boolean;
  /** Called when the reader closes it by a touch beside it or Escape; left out, only an answer closes it. */
  readonly onClose?: () => void;
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** The answers, main one first. */
  readonly actions?: ReactNode;
}

/** A dialog that rises from below, where hands are, and leaves what is above in sight. */
export function Sheet({ isOpen, onClose, title, children, actions }: SheetProps) {
  return (
    <ModalOverlay
      className={styles.overlay}
      isOpen={isOpen}
      isDismissable={onClose !== undefined}
      isKeyboardDismissDisabled={onClose === undefined}
      onOpenChange={(open) => {
        if (!open) onClose?.();
      }}
    >
      <Modal className={styles.modal}>
        <Dialog className={styles.sheet}>
          <Heading slot="title" className={styles.title}>
            {title}
          </Heading>
          <div className={styles.body}>{children}</div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
