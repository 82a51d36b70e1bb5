import { useEffect, useState } from 'react';
import type { StepResult } from '../../../contracts/technician/diagnostics.ts';
import styles from './page.module.css';

/** A picture as it came, from memory; nothing of it is kept once the page moves on. */
export function Picture({ picture, label }: { picture: NonNullable<StepResult['picture']>; label: string }) {
  const url = useBlobUrl(picture.bytes, picture.mimeType);
  return url === null ? null : <img className={styles.picture} src={url} alt={label} />;
}

/** Address of bytes in memory, given back when the page moves on; null until it stands. */
export function useBlobUrl(bytes: Uint8Array | null, mimeType: string): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (bytes === null) return setUrl(null);
    // A copy: bytes that came through a bridge may lie in a buffer that Blob does not take.
    const made = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type: mimeType }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, mimeType]);
  return url;
}
