import { DawnStreet } from '../parts/DawnStreet.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { useText } from '../text.ts';

/** The code is being exchanged, or the session of this tab taken up again. */
export function ArrivingScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  const name = state.session === null ? t('loading.arriving') : t('loading.visit');
  return (
    <Page state={state} dispatch={dispatch} title={name} picture={<DawnStreet />}>
      <Waiting>{t('line.connecting')}</Waiting>
    </Page>
  );
}
