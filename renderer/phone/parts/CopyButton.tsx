import { useState } from 'react';
import { Check } from '../../ui/icons.ts';
import { Button } from './Button.tsx';

export interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  readonly done: string;
}

/** Copies a short text; not there where the browser gives no clipboard (plain HTTP). */
export function CopyButton({ text, label, done }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  if (navigator.clipboard === undefined) return null;
  return (
    <Button
      small
      icon={copied ? <Check aria-hidden /> : undefined}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          // The text stands on the page to be read; a browser that refuses costs nothing.
          (reason: unknown) => console.warn('clipboard refused', reason),
        );
      }}
    >
      {copied ? done : label}
    </Button>
  );
}
