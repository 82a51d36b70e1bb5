import { Notice } from '../../ui/components/Notice.tsx';
import { Scene } from '../parts/Scene.tsx';
import { Street } from '../parts/Street.tsx';
import { lightOf } from '../state/hour.ts';
import { useNow } from '../state/now.ts';
import { useText } from '../state/text.ts';

/** The booth stands alone: it says so, and that it comes back by itself. */
export function Offline() {
  const t = useText();
  const light = lightOf(useNow().getHours());
  return (
    <Scene bleed picture={<Street light={light} />} question={t('offline.title')}>
      <Notice tone="warning">{t('offline.text')}</Notice>
    </Scene>
  );
}
