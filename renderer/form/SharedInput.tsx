import { type InputHTMLAttributes, type Ref, useLayoutEffect, useRef, useState } from 'react';
import { rebase, spliceBetween } from '../../contracts/domain/splice.ts';
import type { FormReplica } from './replica.ts';

export interface SharedInputProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'ref' | 'defaultValue'> {
  readonly replica: FormReplica;
  readonly fieldId: string;
  /** The field's text as the view has it. */
  readonly text: string;
  readonly lines?: number;
}

type TextElement = HTMLInputElement | HTMLTextAreaElement;

/**
 * One text of a shared form. What others type appears while one types oneself: the cursor stays beside its letter, and an
 * input method that is composing (pinyin) is left alone until it is done.
 */
export function SharedInput({ replica, fieldId, text, lines, ...rest }: SharedInputProps) {
  const element = useRef<TextElement | null>(null);
  const caret = useRef(0);
  const shown = useRef(text);
  const [composing, setComposing] = useState<{ base: string; local: string } | null>(null);

  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = text;
    const field = element.current;
    if (composing || !field || document.activeElement !== field || before === text) return;
    if (field.dataset.own === text) return;
    const theirs = spliceBetween(before, text);
    if (!theirs || field.selectionStart === null) return;
    const at = rebase({ at: caret.current, remove: 0, insert: '' }, theirs).at;
    caret.current = at;
    field.setSelectionRange(at, at);
  }, [text, composing]);

  const noteCaret = () => {
    caret.current = element.current?.selectionStart ?? caret.current;
  };
  const take = (field: TextElement) => {
    const at = field.selectionStart ?? field.value.length;
    caret.current = at;
    // Own letters leave the cursor where the browser has put it.
    field.dataset.own = field.value;
    replica.type(fieldId, field.value, at);
  };
  const shared = {
    ...rest,
    value: composing?.local ?? text,
    onSelect: noteCaret,
    onCompositionStart: () => setComposing({ base: text, local: text }),
    onChange: (event: { currentTarget: TextElement }) => {
      const field = event.currentTarget;
      if (composing) setComposing({ ...composing, local: field.value });
      else take(field);
    },
    onCompositionEnd: (event: { currentTarget: TextElement }) => {
      const field = event.currentTarget;
      const mine = composing && spliceBetween(composing.base, field.value, field.selectionStart ?? undefined);
      setComposing(null);
      if (!composing || !mine) return;
      const splice = rebase(mine, spliceBetween(composing.base, replica.text(fieldId)));
      replica.splice(fieldId, splice);
      caret.current = splice.at + splice.insert.length;
    },
  };
  if (lines !== undefined) {
    const { type: _type, ...area } = shared as typeof shared & { type?: string };
    return <textarea {...(area as object)} rows={lines} ref={element as Ref<HTMLTextAreaElement>} />;
  }
  return <input {...shared} ref={element as Ref<HTMLInputElement>} />;
}
