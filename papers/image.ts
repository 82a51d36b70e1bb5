/** A picture in grey, one byte a pixel, rows from the top; 0 is black. */
export interface GreyImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}
