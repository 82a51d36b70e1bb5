import { z } from 'zod';
import { call, nothing } from '../channel.ts';
import { catalogue } from '../domain/catalogue.ts';
import { language } from '../domain/language.ts';
import { booth } from '../domain/people.ts';
import { booking, mailing, visit } from '../domain/visit.ts';
import { slug } from '../ids.ts';
import { day } from '../time.ts';
import { formPushes } from './form.ts';

/** What the code on a booth's screen leads to: it is exchanged once for a phone session of this booth. */
export const checkinCode = z.string().max(2000);

/**
 * HTTP of the phone page, below `/api/v1/phone`. A phone is known by its session token (`Authorization: Bearer`), which
 * is bound to one check-in and then to one visit, and dies with the visit.
 */
export const phoneHttp = {
  /** POST /phone/checkin — exchanges the code of the screen; a code works once. */
  checkin: call(
    z.strictObject({ code: checkinCode }),
    z.strictObject({ token: z.string(), booth, doorState: z.enum(['free', 'busy']), expiresInSeconds: z.int() }),
  ),
  /** GET /phone/catalogue */
  catalogue: call(nothing, catalogue),
  /** GET /phone/booking/slots?boothId&day */
  slots: call(
    z.strictObject({ boothId: slug, day }),
    z.strictObject({ slots: z.array(z.strictObject({ time: z.string(), free: z.boolean() })) }),
  ),
  /** POST /phone/booking — needs no code: booking is done ahead, from anywhere. */
  book: call(booking.pick({ boothId: true, bundleId: true, serviceId: true, day: true, time: true }), booking),
  /** GET /phone/booths */
  booths: call(nothing, z.array(booth)),
  /** POST /phone/enter — consent, and the door is ordered open. */
  enter: call(
    z.strictObject({
      consent: z.literal(true),
      language,
      bookingCode: booking.shape.code.optional(),
      bundleId: slug.optional(),
      serviceId: slug.optional(),
    }),
    visit,
  ),
  /** GET /phone/visit */
  visit: call(nothing, visit),
  /** POST /phone/mailing */
  mailing: call(mailing, nothing),
  /** GET /verify/:code — public: is this outcome document genuine? */
  verify: call(
    z.strictObject({ code: z.string().max(20) }),
    z.strictObject({
      genuine: z.boolean(),
      title: z.string().optional(),
      departmentName: z.string().optional(),
      issuedAt: z.string().optional(),
    }),
  ),
} as const;

/** News for the phone, namespace `/phone`, authenticated by the session token. */
export const phonePushes = {
  'visit.changed': z.strictObject({ visit }),
  ...formPushes,
  /** What the door is seen to be, by its sensor. */
  'door.changed': z.strictObject({ state: z.enum(['ordered', 'unlocked', 'open', 'closed', 'failed']) }),
} as const;
