import { type InputHTMLAttributes, type ReactNode, useId } from 'react';
import type { FormReplica } from '../../form/replica.ts';
import { SharedInput } from '../../form/SharedInput.tsx';
import { useText } from '../text.ts';
import styles from './field.module.css';

export interface TextFieldProps
  extends Pick<
    InputHTMLAttributes<HTMLElement>,
    'inputMode' | 'autoComplete' | 'autoCapitalize' | 'maxLength' | 'placeholder'
  > {
  readonly label: string;
  readonly value: string;
  readonly type?: 'text' | 'date' | 'tel';
  readonly hint?: string;
  /** What is wrong and how to right it. */
  readonly problem?: string;
  /** A doubt does not stop the form: it is shown softer. */
  readonly doubt?: boolean;
  readonly optional?: boolean;
  readonly lines?: number;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly onFocus?: () => void;
  /** The text of a shared form, into which others may type at the same time; `onChange` is then not called. */
  readonly shared?: { readonly replica: FormReplica; readonly fieldId: string };
  /** What else is to be known of it, below the problem. */
  readonly news?: ReactNode;
}

/** One line, or several, to type into; tied to its hint and its problem for those who listen. */
export function TextField({
  label,
  value,
  type = 'text',
  hint,
  problem,
  doubt,
  optional,
  lines = 1,
  onChange,
  onBlur,
  onFocus,
  shared: form,
  news,
  ...rest
}: TextFieldProps) {
  const t = useText();
  const inputId = useId();
  const hintId = useId();
  const problemId = useId();
  const described = [hint !== undefined && hintId, problem !== undefined && problemId].filter(Boolean).join(' ');
  const attributes = {
    ...rest,
    id: inputId,
    className: styles.input,
    'aria-invalid': problem !== undefined && doubt !== true,
    'aria-describedby': described === '' ? undefined : described,
    'aria-required': optional !== true,
    onBlur,
    onFocus,
  };
  return (
    <div className={styles.field} data-problem={problem === undefined ? undefined : doubt === true ? 'doubt' : 'bad'}>
      <div className={styles.label}>
        <label htmlFor={inputId}>{label}</label>
        {optional === true && <span className={styles.optional}>{t('visit.optional')}</span>}
      </div>
      {form !== undefined ? (
        <SharedInput {...attributes} {...form} text={value} type={type} lines={lines > 1 ? lines : undefined} />
      ) : lines > 1 ? (
        <textarea
          {...attributes}
          value={value}
          rows={lines}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <input {...attributes} value={value} type={type} onChange={(event) => onChange(event.currentTarget.value)} />
      )}
      {problem !== undefined && (
        <p id={problemId} className={styles.problem}>
          {problem}
        </p>
      )}
      {news}
      {hint !== undefined && (
        <p id={hintId} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
