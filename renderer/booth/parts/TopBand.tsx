import { useRef, useState } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { LogoMark } from '../../ui/components/Logo.tsx';
import { Headset, Languages, Type } from '../../ui/icons.ts';
import { useBooth } from '../state/context.ts';
import { lightOf } from '../state/hour.ts';
import { useNow } from '../state/now.ts';
import { isIdleScreen, type ScreenName } from '../state/screen.ts';
import { useText } from '../state/text.ts';
import { DisplaySheet } from './DisplaySheet.tsx';
import { HelpSheet } from './HelpSheet.tsx';
import { TechnicianDoor } from './TechnicianDoor.tsx';
import styles from './TopBand.module.css';

const pad = (value: number) => String(value).padStart(2, '0');

/** Always in the same place: where this is, what time it is, language, text size, and a person. */
export function TopBand({ screen }: { screen: ScreenName }) {
  const { state, send } = useBooth();
  const t = useText();
  const now = useNow();
  const place = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<'display' | 'help' | null>(null);
  const time = `${pad(now.getHours())}:${pad(now.getMinutes())}`;
  const light = lightOf(now.getHours());
  const overStreet = isIdleScreen(screen) && screen !== 'starting';
  const tone = overStreet && (light === 'night' || light === 'dusk') ? styles.dark : undefined;
  return (
    <header className={`${styles.band} ${tone ?? ''}`}>
      <div className={styles.place} ref={place} data-place>
        <LogoMark className={styles.mark} />
        <div>
          <div className={styles.name}>{state.booth?.name ?? t('street.sign')}</div>
          <time className={styles.time}>{time}</time>
          <TechnicianDoor place={place} />
        </div>
      </div>
      <div className={styles.tools}>
        <Button
          kind="quiet"
          icon={<Languages aria-hidden />}
          data-action="language"
          onPress={() => send({ type: 'language', language: state.language === 'en' ? 'zh-CN' : 'en' })}
        >
          {t('band.otherLanguage')}
        </Button>
        <Button kind="quiet" icon={<Type aria-hidden />} data-action="display" onPress={() => setOpen('display')}>
          {t('band.display')}
        </Button>
        {screen !== 'technician' && (
          <Button kind="quiet" icon={<Headset aria-hidden />} data-action="help" onPress={() => setOpen('help')}>
            {t('band.help')}
          </Button>
        )}
      </div>
      <DisplaySheet isOpen={open === 'display'} onClose={() => setOpen(null)} />
      <HelpSheet isOpen={open === 'help'} screen={screen} onClose={() => setOpen(null)} />
    </header>
  );
}
