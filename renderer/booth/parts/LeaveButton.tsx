import { useState } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { Sheet } from '../../ui/components/Sheet.tsx';
import { LogOut } from '../../ui/icons.ts';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';

/** The way out of the visit. Asks once, because what it ends cannot be taken up again. */
export function LeaveButton() {
  const { send } = useBooth();
  const t = useText();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="quiet" icon={<LogOut aria-hidden />} data-action="leave" onPress={() => setAsking(true)}>
        {t('leave')}
      </Button>
      <Sheet
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t('leaveAsk.title')}
        actions={
          <>
            <Button kind="primary" wide data-action="stay" onPress={() => setAsking(false)}>
              {t('leaveAsk.no')}
            </Button>
            <Button kind="danger" wide data-action="leave-yes" onPress={() => send({ type: 'leave' })}>
              {t('leaveAsk.yes')}
            </Button>
          </>
        }
      >
        <p>{t('leaveAsk.text')}</p>
      </Sheet>
    </>
  );
}
