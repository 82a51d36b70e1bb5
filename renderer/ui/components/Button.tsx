import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { classes } from '../classes.ts';
import { playPressSound } from '../press-sound.ts';
import styles from './Button.module.css';

/** `primary` is the one thing to do next; a screen has at most one. */
export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className'> {
  readonly kind?: ButtonKind;
  /** An icon before the words; words are always there, or `aria-label` names it. */
  readonly icon?: ReactNode;
  readonly wide?: boolean;
  /** Taller, for the main action of a booth screen. */
  readonly tall?: boolean;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** A press begins and ends inside; its pressed look and sound come with the touch, not with the release. */
export function Button({
  kind = 'secondary',
  icon,
  wide,
  tall,
  className,
  children,
  onPressStart,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      onPressStart={(event) => {
        playPressSound();
        onPressStart?.(event);
      }}
      className={classes(
        styles.button,
        styles[kind],
        wide && styles.wide,
        tall && styles.tall,
        !children && styles.bare,
        className,
      )}
    >
      {icon !== undefined && <span className={styles.icon}>{icon}</span>}
      {children !== undefined && <span className={styles.label}>{children}</span>}
    </AriaButton>
  );
}
