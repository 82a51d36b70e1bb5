import { lazy, Suspense } from 'react';
import { Waiting } from '../parts/Waiting.tsx';
import type { PhoneEvent } from '../state/events.ts';
import type { PhoneState } from '../state/model.ts';
import { screenOf } from '../state/screen.ts';
import { useText } from '../text.ts';
import { ArrivingScreen } from './ArrivingScreen.tsx';
import { BookScreen } from './BookScreen.tsx';
import { BoothsScreen } from './BoothsScreen.tsx';
import { CertificateScreen } from './CertificateScreen.tsx';
import { ChooseScreen } from './ChooseScreen.tsx';
import { ConsentScreen } from './ConsentScreen.tsx';
import { DoorScreen } from './DoorScreen.tsx';
import { EndedScreen } from './EndedScreen.tsx';
import { FollowScreen } from './FollowScreen.tsx';
import { FormScreen } from './FormScreen.tsx';
import { HomeScreen } from './HomeScreen.tsx';
import { MailingScreen } from './MailingScreen.tsx';
import { ClearedScreen, DeadScreen } from './OverScreens.tsx';
import { SpineScreen } from './SpineScreen.tsx';
import { VerifyScreen } from './VerifyScreen.tsx';

/** The pad is needed by few and at the end: it is fetched when somebody signs. */
const SignScreen = lazy(() => import('./SignScreen.tsx').then((module) => ({ default: module.SignScreen })));

const CaptureScreen = lazy(() => import('./CaptureScreen.tsx').then((module) => ({ default: module.CaptureScreen })));

export interface PhoneScreenProps {
  readonly state: PhoneState;
  readonly dispatch: (event: PhoneEvent) => void;
  readonly onFile: (caseId: string, paperId: string, file: File) => void;
  /** A photograph that is looked at before it is sent. */
  readonly photo: File | null;
  readonly onPhoto: (caseId: string, paperId: string, file: File) => void;
}

/** One screen for each name of `screenOf`; the key makes a new one of each change, so that it begins at its heading. */
export function PhoneScreen({ state, dispatch, onFile, photo, onPhoto }: PhoneScreenProps) {
  const name = screenOf(state);
  const t = useText();
  const props = { state, dispatch };
  switch (name) {
    case 'home':
      return <HomeScreen key={name} {...props} />;
    case 'booths':
      return <BoothsScreen key={name} {...props} />;
    case 'book-booth':
    case 'book-what':
    case 'book-when':
    case 'book-check':
    case 'booked':
      return <BookScreen key={name} page={name} {...props} />;
    case 'follow':
      return <FollowScreen key={name} {...props} />;
    case 'verify':
      return <VerifyScreen key={name} {...props} />;
    case 'arriving':
      return <ArrivingScreen key={name} {...props} />;
    case 'choose':
      return <ChooseScreen key={name} {...props} />;
    case 'consent':
      return <ConsentScreen key={name} {...props} />;
    case 'door':
      return <DoorScreen key={name} {...props} />;
    case 'spine':
      return <SpineScreen key={name} {...props} onFile={onFile} onPhoto={onPhoto} />;
    case 'form':
      return <FormScreen key={name} {...props} />;
    case 'sign':
      return (
        <Suspense key={name} fallback={<Waiting>{t('loading.pad')}</Waiting>}>
          <SignScreen {...props} />
        </Suspense>
      );
    case 'capture': {
      const { stage } = state;
      const page = stage.at === 'visit' && stage.page.name === 'capture' ? stage.page : null;
      return (
        <Suspense key={name} fallback={<Waiting>{t('capture.looking')}</Waiting>}>
          <CaptureScreen
            {...props}
            photo={photo}
            onPhoto={(file) => page && onPhoto(page.caseId, page.paperId, file)}
            onFile={onFile}
          />
        </Suspense>
      );
    }
    case 'mailing':
      return <MailingScreen key={name} {...props} />;
    case 'certificate':
      return <CertificateScreen key={name} {...props} />;
    case 'ended':
      return <EndedScreen key={name} {...props} />;
    case 'dead':
      return <DeadScreen key={name} {...props} />;
    case 'cleared':
      return <ClearedScreen key={name} {...props} />;
  }
}
