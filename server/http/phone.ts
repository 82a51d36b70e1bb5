import type { FastifyInstance } from 'fastify';
import { type HttpRoute, PHONE_ROUTES } from '../../contracts/hub/http.ts';
import { phoneHttp } from '../../contracts/hub/phone.ts';
import type { HubParts } from '../realtime/parts.ts';
import { uploadRoutes } from '../uploads/tus.ts';
import { anybody, phoneOf } from './identify.ts';
import { bookingHandlers } from './phone-booking.ts';
import { phoneKeepRoutes } from './phone-keep.ts';
import { phoneVisitHandlers } from './phone-visit.ts';
import { registerRoute } from './register.ts';

/** A phone page asks a few times a minute; more than this from one address is not a person. */
const PUBLIC_PER_MINUTE = 60;

/** HTTP of the phone page. What needs no session is limited by address. */
export function phoneRoutes(app: FastifyInstance, parts: HubParts): void {
  const { runner } = parts;
  const open = bookingHandlers(parts);
  const own = phoneVisitHandlers(parts);
  const identify = phoneOf(parts);
  const limited = { identify: anybody, maxPerMinute: PUBLIC_PER_MINUTE };
  const R = PHONE_ROUTES satisfies Record<string, HttpRoute>;
  registerRoute(app, runner, R.checkin, phoneHttp.checkin, open.checkin, {
    ...limited,
    summary: "Exchange the code of a booth's screen for a phone session",
  });
  registerRoute(app, runner, R.catalogue, phoneHttp.catalogue, open.catalogue, {
    ...limited,
    summary: 'What the booths can do',
  });
  registerRoute(app, runner, R.booths, phoneHttp.booths, open.booths, { ...limited, summary: 'Where the booths are' });
  registerRoute(app, runner, R.slots, phoneHttp.slots, open.slots, {
    ...limited,
    summary: 'Slots of a booth on a day',
  });
  registerRoute(app, runner, R.book, phoneHttp.book, open.book, { ...limited, summary: 'Book a slot' });
  registerRoute(app, runner, R.verify, phoneHttp.verify, open.verify, {
    ...limited,
    summary: 'Is this outcome document genuine?',
  });
  registerRoute(app, runner, R.enter, phoneHttp.enter, own.enter, { identify, summary: 'Consent, and open the door' });
  registerRoute(app, runner, R.visit, phoneHttp.visit, own.visit, { identify, summary: 'The visit of this phone' });
  registerRoute(app, runner, R.mailing, phoneHttp.mailing, own.mailing, {
    identify,
    summary: 'Where a parcel goes',
  });
  phoneKeepRoutes(app, parts);
  uploadRoutes(app, parts);
}
