import { call, nothing } from '../channel.ts';
import { formActed, formChanged, formInputs, formOpened, formPresence, formSignature } from '../domain/form.ts';

/** Calls of the shared form that booth and desk have alike; the phone has them by HTTP (`PHONE_FORM_ROUTES`). */
export const formCalls = {
  /** `not_found` for a case that is not of a visit of this party. */
  'form.open': call(formInputs.open, formOpened),
  /** `forbidden` for an agent of another department, `wrong_state` for a case that is decided. */
  'form.edit': call(formInputs.edit, formChanged),
  'form.act': call(formInputs.act, formActed),
  'form.look': call(formInputs.look, nothing),
} as const;

/**
 * Signing is the citizen's, at the booth or on the phone: no desk has this call. `wrong_state` when what was shown is not what
 * stands there by now, or when it is signed already: a form has one signature that counts.
 */
export const formSignCalls = {
  'form.sign': call(formInputs.sign, formSignature),
} as const;

/** All that a booth's screen asks. */
export type FormCallName = keyof typeof formCalls | keyof typeof formSignCalls;

/** To all parties of the visit; changes of one form come in their order, or `rev` shows the gap. */
export const formPushes = {
  'form.changed': formChanged,
  'form.presence': formPresence,
} as const;

export const phoneFormHttp = {
  open: formCalls['form.open'],
  edit: formCalls['form.edit'],
  act: formCalls['form.act'],
  look: formCalls['form.look'],
  sign: formSignCalls['form.sign'],
} as const;

export const PHONE_FORM_ROUTES = {
  open: { method: 'POST', path: '/phone/form/open' },
  edit: { method: 'POST', path: '/phone/form/edit' },
  act: { method: 'POST', path: '/phone/form/act' },
  look: { method: 'POST', path: '/phone/form/look' },
  sign: { method: 'POST', path: '/phone/form/sign' },
} as const;
