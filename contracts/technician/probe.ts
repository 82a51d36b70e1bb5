import { z } from 'zod';

/** What only the screen's process can measure: it holds cameras, microphone, speaker and touch. */
export const probeKind = z.enum(['camera.face', 'camera.document', 'microphone', 'speaker', 'touch']);
export type ProbeKind = z.infer<typeof probeKind>;

/** A JPEG small enough for a look over a thin line. */
const picture = z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 200_000, 'at most 200 kB');

export const probeReading = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('camera'),
    label: z.string().max(200),
    widthPx: z.int().min(1),
    heightPx: z.int().min(1),
    /** Mean brightness, 0 (black) to 255. */
    meanLuma: z.number().min(0).max(255),
    /** Spread of brightness over the picture: near 0 for a covered lens or one flat colour. */
    lumaDeviation: z.number().min(0).max(255),
    /** Variance of the Laplacian of the grey picture: high is sharp. */
    sharpness: z.number().min(0),
    /** Mean difference between frames some time apart, per pixel, 0 to 255; exactly 0 is a frozen picture. */
    motion: z.number().min(0).max(255),
    frames: z.int().min(0),
    /** Only for a technician and never during a visit. */
    picture: picture.nullable(),
  }),
  z.strictObject({
    kind: z.literal('microphone'),
    label: z.string().max(200),
    /** Level relative to full scale; null for exact digital silence. */
    rmsDbfs: z.number().max(0).nullable(),
    peakDbfs: z.number().max(0).nullable(),
    muted: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('speaker'),
    /** The microphone that listened. */
    label: z.string().max(200),
    /** Tone that was played, and how far it stood out at the microphone above the silence before it. */
    toneHz: z.number().min(20).max(20_000),
    heardDb: z.number().min(-120).max(120),
    heard: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('touch'), cells: z.int().min(1), touched: z.int().min(0) }),
]);
export type ProbeReading = z.infer<typeof probeReading>;
