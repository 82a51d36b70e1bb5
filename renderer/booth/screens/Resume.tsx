import { Button } from '../../ui/components/Button.tsx';
import { LogOut } from '../../ui/icons.ts';
import { CaseList } from '../parts/CaseList.tsx';
import { Scene } from '../parts/Scene.tsx';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';

/** After a restart in the middle of a visit: nothing was lost; go on, or end. */
export function Resume() {
  const { state, send } = useBooth();
  const t = useText();
  return (
    <Scene
      question={t('resume.title')}
      text={t('resume.text')}
      actions={
        <Button kind="primary" wide tall data-action="resume-on" onPress={() => send({ type: 'resume', goOn: true })}>
          {t('resume.on')}
        </Button>
      }
      leave={
        <Button
          kind="quiet"
          icon={<LogOut aria-hidden />}
          data-action="resume-off"
          onPress={() => send({ type: 'resume', goOn: false })}
        >
          {t('resume.off')}
        </Button>
      }
    >
      {state.visit && <p>{t('resume.visit', { number: state.visit.number })}</p>}
      <CaseList />
    </Scene>
  );
}
