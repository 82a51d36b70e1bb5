import { Button } from '../../ui/components/Button.tsx';
import { Video } from '../../ui/icons.ts';
import { CaseList } from '../parts/CaseList.tsx';
import { LeaveButton } from '../parts/LeaveButton.tsx';
import { Scene } from '../parts/Scene.tsx';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';

/** The call ended: what is done so far; finish, or call again. */
export function AfterCall() {
  const { state, send } = useBooth();
  const t = useText();
  const cases = state.visit?.cases ?? [];
  const closed = state.withdrawn.some((each) => each.function === 'call');
  return (
    <Scene
      question={t('afterCall.title')}
      text={cases.length > 0 ? t('afterCall.done') : t('afterCall.nothing')}
      actions={
        <>
          <Button kind="primary" wide tall data-action="finish" onPress={() => send({ type: 'finish' })}>
            {cases.length > 0 ? t('afterCall.finish') : t('afterCall.finishNothing')}
          </Button>
          <Button
            wide
            isDisabled={closed}
            icon={<Video aria-hidden />}
            data-action="call-again"
            onPress={() => send({ type: 'call' })}
          >
            {t('afterCall.again')}
          </Button>
        </>
      }
      leave={<LeaveButton />}
    >
      <CaseList />
    </Scene>
  );
}
