import { useEffect, useState } from 'react';
import { useBooth } from './context.ts';

/** Address of the picture of the visit's receipt, made of the bytes that the printer gets; null until there is one. */
export function useSlipPicture(): string | null {
  const { state, previewReceipt } = useBooth();
  const number = state.visit?.receipt?.number ?? null;
  const [picture, setPicture] = useState<{ readonly number: string; readonly address: string } | null>(null);

  useEffect(() => {
    if (number === null) return;
    let isWanted = true;
    let address: string | null = null;
    void previewReceipt().then((shown) => {
      if (!isWanted || !shown.ok || !shown.value) return;
      address = URL.createObjectURL(new Blob([shown.value.png], { type: 'image/png' }));
      setPicture({ number, address });
    });
    return () => {
      isWanted = false;
      // What a visit's slip says must not outlive its screen.
      if (address) URL.revokeObjectURL(address);
      setPicture(null);
    };
  }, [number, previewReceipt]);

  return picture !== null && picture.number === number ? picture.address : null;
}
