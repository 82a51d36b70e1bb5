import { useEffect, useRef, useState } from 'react';
import { EMPTY_FIELD, fieldStatus } from '../../../../contracts/domain/form.ts';
import { isDoubt } from '../../../../contracts/domain/form-rules.ts';
import { stageOf } from '../../../form/stage.ts';
import { scrollTo, useFormView, useGuided, useLookers } from '../../../form/use-form.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { useCommonText, useErrorText, useLocalized } from '../../../ui/i18n.ts';
import { ArrowLeft, PenLine, Pointer } from '../../../ui/icons.ts';
import type { OpenForm } from '../../state/booth-forms.ts';
import { useBooth } from '../../state/context.ts';
import { useText } from '../../state/text.ts';
import { CallStage } from '../CallStage.tsx';
import { Scene } from '../Scene.tsx';
import { FieldKeys } from './FieldKeys.tsx';
import { FormRow } from './FormRow.tsx';
import styles from './form.module.css';
import { MarkedFields } from './MarkedFields.tsx';
import { SignSheet } from './SignSheet.tsx';

/** The form of a case, filled in with the agent while the talk goes on above; then signed, here and by hand. */
export function FormPanel({
  form: { kase, service },
  onClose,
}: {
  readonly form: OpenForm;
  readonly onClose: () => void;
}) {
  const { forms } = useBooth();
  const t = useText();
  const common = useCommonText();
  const localized = useLocalized();
  const errorText = useErrorText();
  const replica = forms.of(
    kase.id,
    service.form.map((field) => field.id),
  );
  const view = useFormView(replica);
  const lookers = useLookers(forms, kase.id, ({ by }) => by.device === 'booth');
  const list = useRef<HTMLDivElement>(null);
  useGuided(lookers, () => list.current);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [signing, setSigning] = useState(false);
  const [marking, setMarking] = useState(false);
  const chosen = service.form.find((field) => field.id === chosenId);

  const guided = [...lookers.values()].find(({ guidedAtMs }) => guidedAtMs !== null);
  const guide = guided ? `${guided.fieldId} ${guided.guidedAtMs}` : null;
  // Where the agent asks to look must be in sight: what is typed stays.
  useEffect(() => {
    if (guide !== null) setChosenId(null);
  }, [guide]);

  // The agent sees where the citizen is, and that the citizen has gone.
  useEffect(() => {
    forms.look(kase.id, chosenId);
    return () => forms.look(kase.id, null);
  }, [forms, kase.id, chosenId]);

  /** What an agent marks must be in sight, as where they ask to look. */
  const show = (fieldId: string) => {
    if (chosenId !== fieldId) setChosenId(null);
    scrollTo(list.current, fieldId);
  };

  const stage = stageOf(service, view);
  const statusOf = (fieldId: string) => {
    const field = service.form.find((one) => one.id === fieldId);
    return field && fieldStatus(field, view.texts[fieldId] ?? '', view.fields[fieldId] ?? EMPTY_FIELD);
  };
  const open = service.form.filter(({ id }) => {
    const status = statusOf(id);
    if (!status || (status.problem !== null && !isDoubt(status.problem))) return false;
    const isOwn = view.fields[id]?.confirmed?.by.side === 'citizen';
    return status.standing === 'doubted' || status.changed || (status.standing !== 'empty' && !isOwn);
  });
  const confirmOne = () => {
    if (!chosen) return;
    replica.confirm(chosen.id);
    const after = service.form.slice(service.form.indexOf(chosen) + 1);
    setChosenId(after.find(({ id }) => !view.fields[id]?.confirmed)?.id ?? null);
  };
  const canConfirm = chosen !== undefined && open.includes(chosen);
  const main = () => {
    if (chosen) {
      return (
        <Button kind="primary" wide isDisabled={!canConfirm} data-action="confirm-field" onPress={confirmOne}>
          {t('form.confirm', { field: localized(chosen.label) })}
        </Button>
      );
    }
    if (open.length > 0) {
      return (
        <Button
          kind="primary"
          wide
          data-action="confirm-all"
          onPress={() => {
            for (const { id } of open) replica.confirm(id);
          }}
        >
          {t('form.confirmAll', { count: open.length })}
        </Button>
      );
    }
    if (stage !== 'to-sign') return undefined;
    return (
      <Button kind="primary" wide icon={<PenLine aria-hidden />} data-action="sign" onPress={() => setSigning(true)}>
        {t('form.sign')}
      </Button>
    );
  };
  return (
    <Scene
      picture={<CallStage paper={false} compact />}
      question={localized(service.name)}
      actions={view.writable ? main() : undefined}
      beside={
        <Button
          kind="quiet"
          icon={<Pointer aria-hidden />}
          aria-pressed={marking}
          data-action="mark-form"
          onPress={() => setMarking(!marking)}
        >
          {t(marking ? 'form.markDone' : 'form.mark')}
        </Button>
      }
      leave={
        <Button
          kind="quiet"
          icon={<ArrowLeft aria-hidden />}
          data-action="back"
          onPress={() => (chosen ? setChosenId(null) : onClose())}
        >
          {common('back')}
        </Button>
      }
    >
      {view.refused && <Notice tone="warning">{t('form.refused', { why: errorText(view.refused) })}</Notice>}
      {view.signature?.voidedAt !== undefined && <Notice tone="warning">{t('form.void')}</Notice>}
      {stage === 'signed' && view.signature && (
        <Notice tone="success">{t('form.signed', { version: view.signature.version })}</Notice>
      )}
      <div className={styles.list} ref={list} data-narrow={chosen !== undefined}>
        <MarkedFields caseId={kase.id} isMarking={marking} onMarked={show}>
          {service.form
            .filter((field) => chosen === undefined || field === chosen)
            .map((field) => (
              <FormRow
                key={field.id}
                field={field}
                view={view}
                replica={replica}
                looker={lookers.get(field.id)}
                chosen={field === chosen}
                onChoose={() => view.writable && setChosenId(field === chosen ? null : field.id)}
              />
            ))}
        </MarkedFields>
      </div>
      {chosen && view.writable && <FieldKeys field={chosen} text={view.texts[chosen.id] ?? ''} replica={replica} />}
      <SignSheet isOpen={signing} kase={kase} service={service} view={view} onClose={() => setSigning(false)} />
    </Scene>
  );
}
