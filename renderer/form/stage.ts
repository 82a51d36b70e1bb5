import type { Service } from '../../contracts/domain/catalogue.ts';
import { hindranceToSign } from '../../contracts/domain/form.ts';
import type { FormView } from './replica.ts';

/** Where a form stands for the citizen. */
export function stageOf(
  service: Pick<Service, 'form'>,
  view: Pick<FormView, 'texts' | 'fields' | 'signature'>,
): 'filling' | 'to-sign' | 'signed' {
  if (view.signature && view.signature.voidedAt === undefined) return 'signed';
  return hindranceToSign(service.form, view.texts, view.fields) === null ? 'to-sign' : 'filling';
}
