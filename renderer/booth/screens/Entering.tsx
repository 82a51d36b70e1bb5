import type { BoothState } from '../../../contracts/ipc/booth-state.ts';
import { ProgressSteps } from '../../ui/components/ProgressSteps.tsx';
import { DoorDrawing } from '../parts/DoorDrawing.tsx';
import { LeaveButton } from '../parts/LeaveButton.tsx';
import { Scene } from '../parts/Scene.tsx';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';

type Door = BoothState['door'];

/** What the door's sensors say, as the next thing to do. */
function questionOf({ lock, leaf, presence }: Door) {
  if (presence === 'present') return leaf === 'open' ? 'close' : 'inside';
  if (leaf === 'open') return 'openLeaf';
  return lock === 'unlocked' ? 'push' : 'opening';
}

/** The door: opened when its sensor says so, never because it was told to. */
export function Entering() {
  const { state } = useBooth();
  const { door } = state;
  const t = useText();
  const inside = door.presence === 'present';
  const unlocked = door.lock === 'unlocked' || door.leaf === 'open' || inside;
  const done = [unlocked, inside, inside && door.leaf === 'closed'];
  const now = done.indexOf(false);
  return (
    <Scene
      picture={<DoorDrawing leaf={door.leaf} lock={door.lock} present={inside} />}
      question={t(`entering.${questionOf(door)}`)}
      leave={<LeaveButton />}
    >
      <ProgressSteps
        steps={([1, 2, 3] as const).map((step, index) => ({
          id: String(step),
          label: t(`entering.step${step}`),
          state: done[index] ? 'done' : index === now ? 'now' : 'later',
        }))}
      />
    </Scene>
  );
}
