import { create } from 'qrcode';
import { useMemo } from 'react';
import { useCommonText } from '../i18n.ts';

/** Quiet zone of four modules, as ISO/IEC 18004 asks. */
const QUIET_MODULES = 4;

/** The path of all dark modules of a code, one run of modules after another, and the side of the whole in modules. */
export function qrPath(text: string): { readonly path: string; readonly side: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const runs: string[] = [];
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      const start = column;
      while (column + 1 < modules.size && modules.get(row, column + 1)) column++;
      runs.push(`M${start + QUIET_MODULES} ${row + QUIET_MODULES}h${column - start + 1}v1h-${column - start + 1}z`);
    }
  }
  return { path: runs.join(''), side: modules.size + 2 * QUIET_MODULES };
}

export interface QrCodeProps {
  readonly text: string;
  /** What the code is for, for those who do not see it. */
  readonly label: string;
  readonly className?: string;
}

/** A code to scan: dark on white whatever the palette, or scanners fail. */
export function QrCode({ text, label, className }: QrCodeProps) {
  const t = useCommonText();
  const { path, side } = useMemo(() => qrPath(text), [text]);
  return (
    <svg
      className={className}
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={t('qr', { label })}
      shapeRendering="crispEdges"
      data-qr={text}
    >
      <path fill="#ffffff" d={`M0 0h${side}v${side}H0z`} />
      <path fill="#17232b" d={path} />
    </svg>
  );
}
