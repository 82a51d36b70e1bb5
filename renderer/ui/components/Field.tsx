import type { ReactNode } from 'react';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Radio,
  RadioGroup,
  type RadioGroupProps,
  Text,
  TextArea,
} from 'react-aria-components';
import { classes } from '../classes.ts';
import { playPressSound } from '../press-sound.ts';
import styles from './Field.module.css';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'children' | 'className'> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong and how to right it; its presence marks the field invalid. */
  readonly error?: ReactNode;
  readonly lines?: number;
  readonly placeholder?: string;
  readonly className?: string;
}

export function TextField({ label, hint, error, lines = 1, placeholder, className, ...rest }: TextFieldProps) {
  return (
    <AriaTextField
      {...rest}
      isInvalid={error !== undefined && error !== null}
      className={classes(styles.field, className)}
    >
      <Label className={styles.label}>{label}</Label>
      {lines > 1 ? (
        <TextArea className={styles.input} rows={lines} placeholder={placeholder} />
      ) : (
        <Input className={styles.input} placeholder={placeholder} />
      )}
      {hint !== undefined && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </AriaTextField>
  );
}

export interface ChoiceProps<V extends string>
  extends Omit<RadioGroupProps, 'children' | 'className' | 'value' | 'onChange'> {
  readonly label: ReactNode;
  readonly choices: readonly { readonly value: V; readonly label: ReactNode; readonly detail?: ReactNode }[];
  readonly value: V | null;
  readonly onChange: (value: V) => void;
  /** Side by side instead of one below another. */
  readonly row?: boolean;
}

/** One of several; each choice is a whole touch target. */
export function Choice<V extends string>({ label, choices, value, onChange, row, ...rest }: ChoiceProps<V>) {
  return (
    <RadioGroup {...rest} value={value} onChange={(next) => onChange(next as V)} className={styles.field}>
      <Label className={styles.label}>{label}</Label>
      <div className={classes(styles.choices, row && styles.row)}>
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} className={styles.choice} onPointerDown={playPressSound}>
            <span className={styles.dot} aria-hidden />
            <span>
              {choice.label}
              {choice.detail !== undefined && <span className={styles.detail}>{choice.detail}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
