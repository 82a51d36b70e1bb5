import { useEffect, useState } from 'react';
import type { PaperKind, PaperReading, ReadField } from '../../../contracts/domain/paper.ts';
import type { Visit } from '../../../contracts/domain/visit.ts';
import { classes } from '../../ui/classes.ts';
import { Button } from '../../ui/components/Button.tsx';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { useBusy, useDesk } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './Fields.module.css';
import { useFieldName } from './use-field-name.ts';

/** Reading a still takes a warm engine 2 to 5 s; after this long none is coming. */
const READING_EXPECTED_MS = 30_000;

/** What was read from a still. A value counts only once a person has confirmed it; a wrong one is corrected first. */
export function Fields({ visit, fileId }: { visit: Visit; fileId: string }) {
  const t = useText();
  const reading = visit.readings.find((one) => one.fileId === fileId);
  const late = useLate(fileId, reading !== undefined);
  return (
    <section className={styles.panel} aria-label={t('fields.heading')}>
      <h2>
        {t('fields.heading')}
        {reading && <span className={styles.kind}>{t(`fields.kind.${reading.kind}`)}</span>}
      </h2>
      {!reading && <p role="status">{late ? t('fields.none') : t('fields.reading')}</p>}
      {reading?.fields.length === 0 && <p>{t('fields.empty')}</p>}
      {reading && reading.fields.length > 0 && <FieldList key={fileId} visitId={visit.id} reading={reading} />}
    </section>
  );
}

function useLate(fileId: string, arrived: boolean): boolean {
  const [lateFileId, setLateFileId] = useState<string | null>(null);
  useEffect(() => {
    if (arrived) return;
    const timer = setTimeout(() => setLateFileId(fileId), READING_EXPECTED_MS);
    return () => clearTimeout(timer);
  }, [fileId, arrived]);
  return lateFileId === fileId;
}

interface FieldListProps {
  readonly visitId: string;
  readonly reading: PaperReading;
}

function FieldList({ visitId, reading }: FieldListProps) {
  const { fileId, fields } = reading;
  const t = useText();
  const desk = useDesk();
  const busy = useBusy('paper.confirm');
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const textOf = (field: ReadField) => drafts[field.id] ?? field.value;
  const confirm = (chosen: readonly ReadField[]) =>
    void desk.run('paper.confirm', {
      visitId,
      fileId,
      fields: chosen.map((field) => ({ id: field.id, value: textOf(field).trim() })),
    });
  const open = fields.filter((field) => !field.confirmed);
  // A value whose check digits do not agree is never waved through with the others: it is looked at by itself.
  const isDoubtful = ({ rule }: ReadField) => rule === 'failed' || rule === 'warn';
  const plain = open.filter((field) => !isDoubtful(field) || drafts[field.id] !== undefined);
  return (
    <>
      <ul className={styles.list}>
        {fields.map((field) => (
          <FieldRow
            key={field.id}
            kind={reading.kind}
            field={field}
            value={textOf(field)}
            busy={busy}
            onChange={(value) => setDrafts({ ...drafts, [field.id]: value })}
            onConfirm={() => confirm([field])}
          />
        ))}
      </ul>
      {open.length > 0 && (
        <div className={styles.foot}>
          {plain.length < open.length && <p>{t('fields.failedFirst')}</p>}
          <Button
            kind="primary"
            wide
            data-confirm-fields
            isDisabled={busy || plain.length === 0}
            onPress={() => confirm(plain)}
          >
            {t('fields.confirmAll')}
          </Button>
        </div>
      )}
    </>
  );
}

const RULE_STATES = { passed: 'ok', failed: 'bad', warn: 'warn', none: 'off' } as const satisfies Record<string, State>;

interface FieldRowProps {
  readonly kind: PaperKind;
  readonly field: ReadField;
  readonly value: string;
  readonly busy: boolean;
  readonly onChange: (value: string) => void;
  readonly onConfirm: () => void;
}

function FieldRow({ kind, field, value, busy, onChange, onConfirm }: FieldRowProps) {
  const t = useText();
  const name = useFieldName()(kind, field.id);
  return (
    <li className={classes(styles.row, field.confirmed && styles.confirmed)}>
      <label className={styles.label}>
        <span className={styles.name}>
          {name}
          {field.confirmed && <StateBadge state="ok">{t('fields.confirmed')}</StateBadge>}
        </span>
        <textarea
          className={styles.value}
          rows={1}
          value={value}
          readOnly={field.confirmed}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {!field.confirmed && (
        <div className={styles.state}>
          {field.rule !== 'none' && (
            <StateBadge state={RULE_STATES[field.rule]}>{t(`fields.rule.${field.rule}`)}</StateBadge>
          )}
          <span className={classes(styles.confidence, field.confidence < LOW_CONFIDENCE && styles.low)}>
            {t('fields.confidence', { percent: Math.round(field.confidence * 100) })}
          </span>
          <span className={styles.space} />
          <Button
            kind="quiet"
            className={styles.one}
            isDisabled={busy}
            aria-label={t('fields.confirmOne', { field: name })}
            onPress={onConfirm}
          >
            {t('fields.confirm')}
          </Button>
        </div>
      )}
    </li>
  );
}

/** Below this the engine is often wrong: the number is shown in amber. */
const LOW_CONFIDENCE = 0.8;
