import { Button } from '../../ui/components/Button.tsx';
import { Choice } from '../../ui/components/Field.tsx';
import { Sheet } from '../../ui/components/Sheet.tsx';
import { TEXT_SCALES } from '../../ui/theme.ts';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';

/** Size of text and palette, for this visit only. */
export function DisplaySheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { display, setDisplay } = useBooth();
  const t = useText();
  return (
    <Sheet
      isOpen={isOpen}
      onClose={onClose}
      title={t('display.title')}
      actions={
        <Button kind="primary" wide onPress={onClose}>
          {t('display.done')}
        </Button>
      }
    >
      <Choice
        row
        label={t('display.size')}
        value={String(display.scale)}
        choices={TEXT_SCALES.map((scale, index) => ({
          value: String(scale),
          label: t(`display.size${(index + 1) as 1 | 2 | 3}`),
        }))}
        onChange={(value) => {
          const scale = TEXT_SCALES.find((each) => String(each) === value);
          if (scale) setDisplay({ ...display, scale });
        }}
      />
      <Choice
        row
        label={t('display.contrast')}
        value={display.contrast}
        choices={[
          { value: 'default' as const, label: t('display.default') },
          { value: 'high' as const, label: t('display.high') },
        ]}
        onChange={(contrast) => setDisplay({ ...display, contrast })}
      />
    </Sheet>
  );
}
