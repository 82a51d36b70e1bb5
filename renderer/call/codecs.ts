/** What the choice needs of a codec. */
type Codec = Pick<RTCRtpCodec, 'mimeType'>;

const isRedundancy = ({ mimeType }: Codec) => mimeType.toLowerCase() === 'audio/red';
const isOpus = ({ mimeType }: Codec) => mimeType.toLowerCase() === 'audio/opus';

/**
 * The order in which a voice line names its codecs: first the one that repeats each packet in the next (RED, RFC 2198), then
 * Opus, then the rest. Null where the browser has no RED: its own order stays.
 */
export function withRedundancyFirst<T extends Codec>(codecs: readonly T[]): readonly T[] | null {
  if (!codecs.some(isRedundancy)) return null;
  const rank = (codec: T) => (isRedundancy(codec) ? 0 : isOpus(codec) ? 1 : 2);
  return codecs.toSorted((one, other) => rank(one) - rank(other));
}

/**
 * A voice that loses single packets is whole again from the next one. Chromium offers RED behind Opus and sends with what is
 * named first, so both sides name it first.
 */
export function preferRedundancy(transceiver: RTCRtpTransceiver): void {
  const order = withRedundancyFirst(RTCRtpReceiver.getCapabilities('audio')?.codecs ?? []);
  if (order) transceiver.setCodecPreferences([...order]);
}
