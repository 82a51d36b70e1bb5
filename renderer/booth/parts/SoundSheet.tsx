import { useSyncExternalStore } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { Choice } from '../../ui/components/Field.tsx';
import { Sheet } from '../../ui/components/Sheet.tsx';
import { useBooth } from '../state/context.ts';
import { type SoundOutput, VOLUMES } from '../state/listening.ts';
import { useText } from '../state/text.ts';

const NAMES = ['quiet', 'middle', 'loud'] as const;
const BY_ITSELF = '';

/** How loud voices are and, where the machine has more than one output, where they come out. */
export function SoundSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { listening } = useBooth();
  const { outputs, output, volume } = useSyncExternalStore(listening.subscribe, listening.getSnapshot);
  const t = useText();
  const name = NAMES[VOLUMES.indexOf(volume)] ?? 'loud';
  const numberOf = ({ deviceId, kind }: SoundOutput) => {
    const same = outputs.filter((each) => each.kind === kind);
    return same.length > 1 ? ` ${same.findIndex((each) => each.deviceId === deviceId) + 1}` : '';
  };
  const first = outputs.find(({ kind }) => kind === 'speaker') ?? outputs[0];
  return (
    <Sheet
      isOpen={isOpen}
      onClose={onClose}
      title={t('sound.title')}
      actions={
        <Button kind="primary" wide tall data-action="sound-done" onPress={onClose}>
          {t('display.done')}
        </Button>
      }
    >
      <Choice
        row
        label={t('sound.volume')}
        value={name}
        onChange={(next) => listening.setVolume(VOLUMES[NAMES.indexOf(next)] ?? 1)}
        choices={NAMES.map((value) => ({ value, label: t(`sound.${value}`) }))}
      />
      {outputs.length > 1 && (
        <Choice
          row
          label={t('sound.where')}
          value={output?.deviceId ?? first?.deviceId ?? BY_ITSELF}
          onChange={(id) => listening.choose(outputs.find(({ deviceId }) => deviceId === id) ?? null)}
          choices={outputs.map((each) => ({
            value: each.deviceId,
            label: `${t(`sound.${each.kind}`)}${numberOf(each)}`,
          }))}
        />
      )}
    </Sheet>
  );
}
