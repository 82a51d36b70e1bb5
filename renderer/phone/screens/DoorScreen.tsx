import { DoorPicture } from '../parts/DoorPicture.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { useText } from '../text.ts';
import styles from './door.module.css';

/** Consent is given and the door ordered: what its sensor says, live. */
export function DoorScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  const door = state.door ?? 'ordered';
  const title = t(`door.${door}.title`);
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={title}
      live
      lead={t(`door.${door}.text`)}
      picture={<DoorPicture door={door} label={t('door.picture', { state: title })} />}
    >
      {state.visit !== null && (
        <p className={styles.number}>
          {t('door.number')} <strong>{state.visit.number}</strong>
        </p>
      )}
    </Page>
  );
}
