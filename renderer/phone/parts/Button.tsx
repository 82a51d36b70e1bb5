import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classes } from '../../ui/classes.ts';
import styles from './button.module.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` is the one thing to do next; a screen has at most one. */
  readonly kind?: 'primary' | 'secondary' | 'quiet';
  readonly icon?: ReactNode;
  readonly wide?: boolean;
  readonly small?: boolean;
}

/** The browser's own button in the house's dress: on a phone it needs no library to be pressed. */
export function Button({ kind = 'secondary', icon, wide, small, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(styles.button, styles[kind], wide && styles.wide, small && styles.small, className)}
    >
      {icon}
      <span>{children}</span>
    </button>
  );
}
