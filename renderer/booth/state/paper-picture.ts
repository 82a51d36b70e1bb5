import { useEffect, useState } from 'react';
import { useBooth } from './context.ts';

export type PaperView =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly address: string }
  | { readonly state: 'failed' };

const LOADING: PaperView = { state: 'loading' };

/** A paper of the visit as the hub holds it, for as long as it is looked at. */
export function usePaperPicture(fileId: string): PaperView {
  const { paperPicture } = useBooth();
  const [shown, setShown] = useState<{ readonly fileId: string; readonly view: PaperView } | null>(null);

  useEffect(() => {
    let isWanted = true;
    let address: string | null = null;
    void paperPicture(fileId).then((picture) => {
      if (!isWanted) return;
      if (picture.ok) address = URL.createObjectURL(new Blob([picture.value.bytes], { type: picture.value.mimeType }));
      setShown({ fileId, view: address === null ? { state: 'failed' } : { state: 'ready', address } });
    });
    return () => {
      isWanted = false;
      // A paper must not outlive the look at it.
      if (address) URL.revokeObjectURL(address);
    };
  }, [fileId, paperPicture]);

  return shown?.fileId === fileId ? shown.view : LOADING;
}
