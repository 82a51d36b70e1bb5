import { DoorDrawing } from '../parts/DoorDrawing.tsx';
import { Scene } from '../parts/Scene.tsx';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';

/** Everything is being wiped and the door is watched until the booth is empty; the room goes dark. */
export function Leaving() {
  const { state } = useBooth();
  const { leaf, lock, presence } = state.door;
  const t = useText();
  const present = presence === 'present';
  return (
    <Scene
      picture={<DoorDrawing leaf={leaf} lock={lock} present={present} dark={!present} />}
      question={t('leaving.title')}
      text={t('leaving.wiping')}
    >
      <p>{t('leaving.door')}</p>
    </Scene>
  );
}
