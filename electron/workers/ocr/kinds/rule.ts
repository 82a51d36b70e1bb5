import type { FieldKind, PaperKind, ReadField } from '../../../../contracts/domain/paper.ts';

/** How one field is found on a page and judged. */
export interface FieldRule {
  /** Id of the field in a reading. */
  readonly id: string;
  readonly kind: FieldKind;
  /** Printed labels, exactly as on the document without spaces. The value stands to the right of one. */
  readonly labels: readonly string[];
  /** Most lines that a value takes. */
  readonly lines: number;
  /** The value when it stands alone under its label, as the credit code on a licence. */
  readonly below?: boolean;
  /**
   * How the value is known without its label, in the text of the page (lines joined by `\n`); group 1 is the value.
   * Used when no label was read.
   */
  readonly find?: RegExp;
  /** Of several finds, which one. */
  readonly findWhich?: 'first' | 'last';
  /** What a right value looks like; without one, and without a check, there is no rule. */
  readonly pattern?: RegExp;
  /** Whether a tidied value can be right, where a pattern cannot tell: check digits, days of the calendar. */
  readonly check?: (value: string) => boolean;
  /** Whether the check is a check digit: a value that passes was read right. */
  readonly proves?: boolean;
  /** Fields that say the same: when both pass, both were read right. */
  readonly provenBy?: readonly string[];
  /** The only characters that a value is made of: a value in doubt is then looked at again with no others allowed. */
  readonly only?: string;
  /** Brings the raw value to the form in which it is kept. */
  readonly tidy?: (raw: string) => string;
}

/** Everything that is known of a kind of document. To add a kind is to add one of these. */
export interface KindRule {
  readonly kind: PaperKind;
  /** Texts that speak for this kind, with their weight; a page is of the kind with the largest sum, from 1 up. */
  readonly marks: readonly { readonly text: string; readonly weight: number }[];
  /** Labels of things that are not read; they end the value before them. */
  readonly otherLabels: readonly string[];
  readonly fields: readonly FieldRule[];
  /** Judges fields by one another, e.g. the date of birth by the identity number. */
  readonly cross?: (fields: readonly ReadField[]) => ReadField[];
}
