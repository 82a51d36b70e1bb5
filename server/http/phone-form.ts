import type { FastifyInstance } from 'fastify';
import { PHONE_FORM_ROUTES, phoneFormHttp } from '../../contracts/hub/form.ts';
import { formHandlers, phoneGuest } from '../realtime/form-guests.ts';
import type { HubParts } from '../realtime/parts.ts';
import { phoneOf } from './identify.ts';
import { registerRoute } from './register.ts';

/** The shared form of a case, for the phone of its visit. */
export function phoneFormRoutes(app: FastifyInstance, parts: HubParts): void {
  const { runner, forms } = parts;
  const handlers = formHandlers(forms, phoneGuest);
  const identify = phoneOf(parts);
  const R = PHONE_FORM_ROUTES;
  const H = phoneFormHttp;
  registerRoute(app, runner, R.open, H.open, handlers['form.open'], { identify, summary: 'Open the form of a case' });
  registerRoute(app, runner, R.edit, H.edit, handlers['form.edit'], { identify, summary: 'Type into a form' });
  registerRoute(app, runner, R.act, H.act, handlers['form.act'], { identify, summary: 'Confirm or doubt a field' });
  registerRoute(app, runner, R.look, H.look, handlers['form.look'], {
    identify,
    summary: 'Say which field is looked at',
  });
  registerRoute(app, runner, R.sign, H.sign, (input, phone) => forms.sign(phoneGuest(phone), input), {
    identify,
    summary: 'Sign the form of a case',
  });
}
