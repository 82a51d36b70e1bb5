import type { FormField, Service } from '../../../contracts/domain/catalogue.ts';
import type { Visit, VisitCase } from '../../../contracts/domain/visit.ts';

/** A case whose form is to be filled in now. */
export interface OpenForm {
  readonly kase: VisitCase;
  readonly service: Service;
}

export function openForms(visit: Visit | null, serviceOf: (id: string) => Service | undefined): readonly OpenForm[] {
  return (visit?.cases ?? []).flatMap((kase) => {
    const service = serviceOf(kase.serviceId);
    const goesOn = kase.state === 'open' || kase.state === 'accepted';
    return service && goesOn && service.form.length > 0 ? [{ kase, service }] : [];
  });
}

/** What the keys of this screen can write into a field; Chinese comes from the agent, the phone, or a paper that was read. */
export function keysOf(field: FormField): 'choices' | 'date' | 'digits' | 'letters' {
  switch (field.kind) {
    case 'choice':
    case 'boolean':
      return 'choices';
    case 'date':
      return 'date';
    case 'phone':
    case 'amount':
      return 'digits';
    default:
      return 'letters';
  }
}

/** `YYYY-MM-DD` as digits are typed one after the other. */
export function dateTyped(before: string, digit: string): string {
  const digits = `${before}${digit}`.replace(/\D/g, '').slice(0, 8);
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].filter((part) => part !== '').join('-');
}
