import { Button } from '../../ui/components/Button.tsx';
import { Sheet } from '../../ui/components/Sheet.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { useBooth } from '../state/context.ts';
import { isIdleScreen, type ScreenName } from '../state/screen.ts';
import { useText } from '../state/text.ts';

const CALLABLE: readonly ScreenName[] = ['ready', 'after-call'];
const IN_CALL: readonly ScreenName[] = ['in-call', 'calling'];

/** The way to a person, from wherever one is. */
export function HelpSheet(props: { isOpen: boolean; screen: ScreenName; onClose: () => void }) {
  const { isOpen, screen, onClose } = props;
  const { state, send } = useBooth();
  const t = useText();
  const common = useCommonText();
  const callable = CALLABLE.includes(screen) && state.online;
  const text = () => {
    if (!state.online) return t('help.offline');
    if (callable) return t('help.call');
    if (IN_CALL.includes(screen) || state.call) return t('help.inCall');
    return isIdleScreen(screen) || screen === 'consent' ? t('help.before') : t('help.later');
  };
  return (
    <Sheet
      isOpen={isOpen}
      onClose={onClose}
      title={t('help.title')}
      actions={
        <>
          {callable && (
            <Button
              kind="primary"
              wide
              tall
              onPress={() => {
                onClose();
                send({ type: 'call' });
              }}
            >
              {t('help.callNow')}
            </Button>
          )}
          <Button kind="secondary" wide onPress={onClose}>
            {common('close')}
          </Button>
        </>
      }
    >
      <p>{text()}</p>
    </Sheet>
  );
}
