import type { ReactNode } from 'react';
import { classes } from '../../ui/classes.ts';
import styles from './button.module.css';

export interface FileButtonProps {
  /** `camera` opens the phone's camera at once, `files` what is stored on it. */
  readonly source: 'camera' | 'files';
  readonly label: string;
  readonly kind?: 'primary' | 'secondary';
  readonly icon: ReactNode;
  readonly wide?: boolean;
  readonly small?: boolean;
  /** Without frame and words: the icon alone, named by `label`. */
  readonly bare?: boolean;
  readonly onFile: (file: File) => void;
  readonly children: ReactNode;
}

/** A button that takes a photo or a file. */
export function FileButton({
  source,
  label,
  kind = 'secondary',
  icon,
  wide,
  small,
  bare,
  onFile,
  children,
}: FileButtonProps) {
  return (
    <label
      className={classes(
        styles.button,
        styles.file,
        styles[kind],
        wide && styles.wide,
        small && styles.small,
        bare && styles.bare,
      )}
    >
      {icon}
      {bare !== true && <span>{children}</span>}
      <input
        type="file"
        aria-label={label}
        accept={source === 'camera' ? 'image/*' : 'image/jpeg,image/png,application/pdf'}
        capture={source === 'camera' ? 'environment' : undefined}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file again must count as a change: it may be the second try.
          event.currentTarget.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
    </label>
  );
}
