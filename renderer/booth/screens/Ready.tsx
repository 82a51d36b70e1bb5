import { useState } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { useLocalized } from '../../ui/i18n.ts';
import { Video } from '../../ui/icons.ts';
import { DepartmentSheet } from '../parts/DepartmentSheet.tsx';
import { LeaveButton } from '../parts/LeaveButton.tsx';
import { MirrorDisc } from '../parts/MirrorDisc.tsx';
import { Plan, usePlannedServiceIds } from '../parts/Plan.tsx';
import { Scene } from '../parts/Scene.tsx';
import { useBooth, useNames } from '../state/context.ts';
import { useText } from '../state/text.ts';
import styles from './Ready.module.css';

const END_TEXTS = { lost: 'afterCall.lostText', 'no-agent': 'afterCall.noAgentText' } as const;

/** Inside: what is to be done, and one big button that calls a person. */
export function Ready() {
  const { state, setup, send } = useBooth();
  const { serviceName } = useNames();
  const text = useLocalized();
  const t = useText();
  const [choosing, setChoosing] = useState(false);
  const planned = usePlannedServiceIds();
  const bundle = setup.bundles.find((each) => each.id === state.visit?.bundleId);
  const closed = state.withdrawn.some((each) => each.function === 'call');
  const [onlyId] = planned;
  const known = bundle ? text(bundle.name) : onlyId === undefined ? null : serviceName(onlyId);
  return (
    <Scene
      picture={<MirrorDisc />}
      question={known === null ? t('ready.title') : t('ready.titleKnown', { name: known })}
      text={state.callEnd ? t(END_TEXTS[state.callEnd]) : planned.length > 1 ? t('ready.order') : t('ready.text')}
      actions={
        closed ? (
          <Notice tone="warning">{t('ready.closed')}</Notice>
        ) : (
          <Button
            kind="primary"
            wide
            tall
            className={styles.call}
            icon={<Video aria-hidden />}
            data-action="call"
            onPress={() => send({ type: 'call' })}
          >
            {t(state.callEnd ? 'ready.again' : 'ready.call')}
          </Button>
        )
      }
      leave={<LeaveButton />}
      beside={
        setup.departments.length > 0 && !closed ? (
          <Button kind="quiet" data-action="choose-department" onPress={() => setChoosing(true)}>
            {t('ready.department')}
          </Button>
        ) : undefined
      }
    >
      {planned.length > 1 && <Plan />}
      <DepartmentSheet isOpen={choosing} onClose={() => setChoosing(false)} />
    </Scene>
  );
}
