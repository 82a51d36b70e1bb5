import type { ComponentType } from 'react';
import type { ScreenName } from '../state/screen.ts';
import { AfterCall } from './AfterCall.tsx';
import { Agreed } from './Agreed.tsx';
import { Calling } from './Calling.tsx';
import { Consent } from './Consent.tsx';
import { Courier } from './Courier.tsx';
import { Entering } from './Entering.tsx';
import { Goodbye } from './Goodbye.tsx';
import { InCall } from './InCall.tsx';
import { Leaving } from './Leaving.tsx';
import { Mailing } from './Mailing.tsx';
import { Offline } from './Offline.tsx';
import { Printing } from './Printing.tsx';
import { Rating } from './Rating.tsx';
import { Ready } from './Ready.tsx';
import { Resume } from './Resume.tsx';
import { Starting } from './Starting.tsx';
import { Technician } from './Technician.tsx';
import { Welcome } from './Welcome.tsx';

const COMPONENTS: Readonly<Record<ScreenName, ComponentType>> = {
  starting: Starting,
  offline: Offline,
  welcome: Welcome,
  consent: Consent,
  entering: Entering,
  ready: Ready,
  calling: Calling,
  'in-call': InCall,
  agreed: Agreed,
  'after-call': AfterCall,
  mailing: Mailing,
  printing: Printing,
  rating: Rating,
  goodbye: Goodbye,
  resume: Resume,
  leaving: Leaving,
  courier: Courier,
  technician: Technician,
};

export function Screen({ name }: { name: ScreenName }) {
  const Component = COMPONENTS[name];
  return <Component key={name} />;
}
