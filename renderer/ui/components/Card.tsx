import type { HTMLAttributes, ReactNode } from 'react';
import { classes } from '../classes.ts';
import styles from './Card.module.css';

export interface CardProps extends HTMLAttributes<HTMLElement> {
  /** `sunken` holds what is only to be read; `dawn` marks the place where something is to be done now. */
  readonly tone?: 'plain' | 'sunken' | 'dawn' | 'water';
  readonly children: ReactNode;
}

export function Card({ tone = 'plain', className, children, ...rest }: CardProps) {
  return (
    <section {...rest} className={classes(styles.card, styles[tone], className)}>
      {children}
    </section>
  );
}
