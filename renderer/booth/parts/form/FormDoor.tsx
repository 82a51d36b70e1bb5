import { useEffect, useRef, useSyncExternalStore } from 'react';
import { stageOf } from '../../../form/stage.ts';
import { useFormView } from '../../../form/use-form.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { useLocalized } from '../../../ui/i18n.ts';
import { FileText, PenLine } from '../../../ui/icons.ts';
import { type OpenForm, openForms } from '../../state/booth-forms.ts';
import { useBooth, useNames } from '../../state/context.ts';
import { useText } from '../../state/text.ts';
import styles from './form.module.css';

/** The way from the call to the forms of its cases. When an agent asks to look at a field, its form opens by itself. */
export function FormDoor({ onOpen }: { readonly onOpen: (caseId: string) => void }) {
  const { state, forms } = useBooth();
  const { service } = useNames();
  const open = openForms(state.visit, service);
  const lookers = useSyncExternalStore(forms.subscribe, forms.lookers);
  const guided = lookers.find(({ guidedAtMs, by }) => guidedAtMs !== null && by.side === 'agent');
  const seen = useRef(guided?.guidedAtMs ?? 0);
  useEffect(() => {
    if (!guided?.guidedAtMs || guided.guidedAtMs <= seen.current) return;
    seen.current = guided.guidedAtMs;
    onOpen(guided.caseId);
  }, [guided, onOpen]);
  return (
    <div className={styles.doors}>
      {open.map((one) => (
        <Door key={one.kase.id} form={one} onOpen={onOpen} />
      ))}
    </div>
  );
}

function Door({
  form: { kase, service },
  onOpen,
}: {
  readonly form: OpenForm;
  readonly onOpen: (caseId: string) => void;
}) {
  const { forms } = useBooth();
  const t = useText();
  const text = useLocalized();
  const view = useFormView(
    forms.of(
      kase.id,
      service.form.map((field) => field.id),
    ),
  );
  const stage = stageOf(service, view);
  return (
    <Button
      wide
      kind={stage === 'to-sign' ? 'primary' : 'secondary'}
      icon={stage === 'to-sign' ? <PenLine aria-hidden /> : <FileText aria-hidden />}
      data-action="open-form"
      data-stage={stage}
      onPress={() => onOpen(kase.id)}
    >
      {t(`form.door.${stage}`, { service: text(service.name) })}
    </Button>
  );
}
