import { use } from 'react';
import type { Service } from '../../../contracts/domain/catalogue.ts';
import type { FormReplica } from '../../form/replica.ts';
import { stageOf } from '../../form/stage.ts';
import { useFormView } from '../../form/use-form.ts';
import { useLocalized } from '../../ui/i18n.ts';
import { FileText } from '../../ui/icons.ts';
import type { PhoneEvent } from '../state/events.ts';
import { FormsContext } from '../state/forms-context.ts';
import type { SpineForm as Filled } from '../state/spine.ts';
import { useText } from '../text.ts';
import { Button } from './Button.tsx';
import styles from './spine-step.module.css';

export interface SpineFormProps {
  readonly form: Filled;
  readonly caseId: string;
  readonly service: Service;
  /** The case takes answers. */
  readonly open: boolean;
  readonly dispatch: (event: PhoneEvent) => void;
}

/** The form of a case in the checklist: how far it is filled, whether it is to be signed, and the way to it. */
export function SpineForm(props: SpineFormProps) {
  const shelf = use(FormsContext)?.shelf;
  if (shelf === undefined) return null;
  const replica = shelf.of(
    props.caseId,
    props.service.form.map((field) => field.id),
  );
  return <Line {...props} replica={replica} />;
}

function Line({ form, caseId, service, open, dispatch, replica }: SpineFormProps & { replica: FormReplica }) {
  const t = useText();
  const name = useLocalized()(service.name);
  const view = useFormView(replica);
  const stage = view.ready ? stageOf(service, view) : 'filling';
  const words = {
    filling: form.complete ? t('visit.formDone') : t('visit.formState', { filled: form.filled, total: form.total }),
    'to-sign': t('visit.formToSign'),
    signed: t('visit.formSigned'),
  };
  const toSign = stage === 'to-sign' && view.writable;
  const label = toSign ? 'visit.formSignOf' : form.complete ? 'visit.formEditOf' : 'visit.nextFormOf';
  return (
    <div className={styles.form} data-done={form.complete} data-form-stage={stage}>
      <FileText aria-hidden />
      <p>
        <strong>{t('visit.form')}</strong>
        <span>{words[stage]}</span>
      </p>
      {open && (
        <Button
          small
          kind={toSign ? 'primary' : 'secondary'}
          aria-label={t(label, { name })}
          onClick={() => dispatch({ type: 'page', page: { name: toSign ? 'sign' : 'form', caseId } })}
        >
          {toSign ? t('visit.formSign') : form.complete ? t('visit.formEdit') : t('visit.formFill')}
        </Button>
      )}
    </div>
  );
}
