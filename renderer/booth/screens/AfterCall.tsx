import { Button } from '../../ui/components/Button.tsx';
import { Video } from '../../ui/icons.ts';
import { CaseList } from '../parts/CaseList.tsx';
import { LeaveButton } from '../parts/LeaveButton.tsx';
import { NoticeDoor } from '../parts/notice/NoticeDoor.tsx';
import { Scene } from '../parts/Scene.tsx';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';

/** The call ended: what is done so far; finish, or call again. */
export function AfterCall() {
  const { state, send } = useBooth();
  const t = useText();
  const cases = state.visit?.cases ?? [];
  const closed = state.withdrawn.some((each) => each.function === 'call');
  const { callEnd } = state;
  // Whoever was cut off most likely wants to go on; otherwise the way on is the end.
  const wantsAgain = callEnd !== null && !closed;
  const finish = (
    <Button
      key="finish"
      kind={wantsAgain ? 'secondary' : 'primary'}
      wide
      tall={!wantsAgain}
      data-action="finish"
      onPress={() => send({ type: 'finish' })}
    >
      {cases.length > 0 ? t('afterCall.finish') : t('afterCall.finishNothing')}
    </Button>
  );
  const again = (
    <Button
      key="again"
      kind={wantsAgain ? 'primary' : 'secondary'}
      wide
      tall={wantsAgain}
      isDisabled={closed}
      icon={<Video aria-hidden />}
      data-action="call-again"
      onPress={() => send({ type: 'call' })}
    >
      {t('afterCall.again')}
    </Button>
  );
  const words = {
    lost: [t('afterCall.lost'), t('afterCall.lostText')],
    'no-agent': [t('afterCall.noAgent'), t('afterCall.noAgentText')],
    none: [t('afterCall.title'), cases.length > 0 ? t('afterCall.done') : t('afterCall.nothing')],
  }[callEnd ?? 'none'];
  return (
    <Scene
      question={words[0]}
      text={words[1]}
      actions={wantsAgain ? [again, finish] : [finish, again]}
      leave={<LeaveButton />}
    >
      <CaseList />
      <NoticeDoor />
    </Scene>
  );
}
