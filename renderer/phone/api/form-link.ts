import { PHONE_FORM_ROUTES, phoneFormHttp } from '../../../contracts/hub/form.ts';
import type { ShelfTools } from '../../form/shelf.ts';
import type { SignForm } from '../../form/use-signature.ts';
import { callHub } from '../../ui/hub-client.ts';

/** The phone's way to the shared forms of its visit: HTTP with the session's token. */
export function phoneFormLink(token: () => string | undefined): ShelfTools['link'] {
  const H = phoneFormHttp;
  const R = PHONE_FORM_ROUTES;
  return {
    open: (input) => callHub(H.open, R.open, input, token()),
    edit: (input) => callHub(H.edit, R.edit, input, token()),
    act: (input) => callHub(H.act, R.act, input, token()),
    look: (input) => callHub(H.look, R.look, input, token()),
  };
}

/** The citizen's signature by the phone's own way. */
export function phoneSigner(token: () => string | undefined): SignForm {
  return (input) => callHub(phoneFormHttp.sign, PHONE_FORM_ROUTES.sign, input, token());
}
