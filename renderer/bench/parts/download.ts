import { useCallback } from 'react';

/** Gives the reader a file that was made on the page. */
export function useDownload(): (name: string, mimeType: string, content: BlobPart) => void {
  return useCallback((name, mimeType, content) => {
    const url = URL.createObjectURL(new Blob([content], { type: mimeType }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    // The browser reads the address once the click is handled.
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }, []);
}
