import { MapPin } from '../../ui/icons.ts';
import { Button } from '../parts/Button.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { useText } from '../text.ts';
import styles from './book.module.css';

/** Where booths stand. */
export function BoothsScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  return (
    <Page state={state} dispatch={dispatch} title={t('booths.title')} lead={t('booths.lead')}>
      {state.booths === null && state.error === null && <Waiting>{t('loading.booths')}</Waiting>}
      {state.booths?.length === 0 && <p className={styles.empty}>{t('booths.none')}</p>}
      <ul className={styles.list}>
        {state.booths?.map((booth) => (
          <li key={booth.id} className={styles.booth}>
            <MapPin aria-hidden />
            <div>
              <h2>{booth.name}</h2>
              <p>{booth.address}</p>
              <Button
                small
                onClick={() => {
                  dispatch({ type: 'public', page: 'book-booth' });
                  dispatch({ type: 'book-booth', boothId: booth.id });
                }}
              >
                {t('booths.bookHere')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Page>
  );
}
