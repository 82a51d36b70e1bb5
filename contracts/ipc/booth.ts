import { z } from 'zod';
import { call, nothing } from '../channel.ts';
import { MAX_KEPT_CHARS } from '../domain/form.ts';
import { paperDocument } from '../domain/pages.ts';
import { xiaowuError } from '../errors.ts';
import { formCalls, formPushes, formSignCalls } from '../hub/form.ts';
import { pageRetake } from '../hub/page.ts';
import { signalIn, signalOut } from '../hub/signal.ts';
import { id } from '../ids.ts';
import { technicianCalls, technicianViewPushes } from '../technician/calls.ts';
import { oneTimeCode, pin, technicianMode } from '../technician/mode.ts';
import { probeKind, probeReading } from '../technician/probe.ts';
import { mediaPart } from './booth-function.ts';
import { boothIntent, boothSetup, boothState } from './booth-state.ts';

type TechnicianIpc = { readonly [K in keyof typeof technicianCalls as `technician.${K}`]: (typeof technicianCalls)[K] };

/** The technician's table as channels of the booth's own screen. */
const technicianIpc = Object.fromEntries(
  Object.entries(technicianCalls).map(([name, contract]) => [`technician.${name}`, contract]),
) as unknown as TechnicianIpc;

/** Channels between the booth's screen and main. Each has one handler file in `electron/ipc`. */
export const boothIpcCalls = {
  'booth.setup': call(nothing, boothSetup),
  'booth.state': call(nothing, boothState),
  'booth.intent': call(boothIntent, nothing),
  /** WebRTC signalling, out. */
  'call.signal': call(signalOut, nothing),
  /** The screen decoded its first frame of a party. */
  'call.first-frame': call(z.strictObject({ callId: id, fromPartyId: id, role: z.enum(['face', 'paper']) }), nothing),
  /** A still that main asked for, as encoded bytes of the full sensor resolution. */
  'still.deliver': call(
    z.strictObject({
      requestId: id,
      mimeType: z.enum(['image/jpeg', 'image/png']),
      bytes: z.instanceof(Uint8Array),
      widthPx: z.int().min(1).max(20_000),
      heightPx: z.int().min(1).max(20_000),
    }),
    nothing,
  ),
  'still.fail': call(
    z.strictObject({ requestId: id, code: z.enum(['camera_missing', 'internal']), detail: z.string().max(500) }),
    nothing,
  ),
  /** A page that the citizen took, to be stored and read; answered when the hub holds it. `wrong_state` while no papers are shown. */
  'page.give': call(
    z.strictObject({
      mimeType: z.enum(['image/jpeg', 'image/png']),
      bytes: z.instanceof(Uint8Array),
      widthPx: z.int().min(1).max(20_000),
      heightPx: z.int().min(1).max(20_000),
    }),
    z.strictObject({ fileId: id }),
  ),
  /** What the screen has of a form and the hub does not; null when nothing is left. On disk when answered; nothing is kept without a visit. */
  'form.keep': call(z.strictObject({ caseId: id, kept: z.string().max(MAX_KEPT_CHARS).nullable() }), nothing),
  /** What was kept by the screen before, by case. */
  'form.kept': call(nothing, z.record(id, z.string())),
  /** How the pages of a document stand now. */
  'pages.arrange': call(z.strictObject({ document: paperDocument }), nothing),
  /** A paper of the running visit as the hub holds it; `unsupported_type` for one that is no picture. */
  'paper.picture': call(
    z.strictObject({ fileId: id }),
    z.strictObject({ mimeType: z.enum(['image/jpeg', 'image/png']), bytes: z.instanceof(Uint8Array) }),
  ),
  /** The receipt of the running visit as the printer will print it; `not_found` before there is one. */
  'slip.preview': call(
    nothing,
    z.strictObject({ png: z.instanceof(Uint8Array), widthDots: z.int(), heightDots: z.int() }),
  ),
  /** The shared form, passed on to the hub. */
  ...formCalls,
  ...formSignCalls,
  /** What a probe measured, or why it could not. */
  'probe.deliver': call(
    z.strictObject({
      requestId: id,
      result: z.discriminatedUnion('ok', [
        z.strictObject({ ok: z.literal(true), value: probeReading }),
        z.strictObject({ ok: z.literal(false), error: xiaowuError }),
      ]),
    }),
    nothing,
  ),
  /** PIN and one-time code from the pad behind the hidden gesture. `wrong_credentials`, or `rate_limited` while it is slowed down. */
  'technician.unlock': call(z.strictObject({ pin, code: oneTimeCode }), technicianMode),
  ...technicianIpc,
  /** The screen says that its media devices changed: what it sees, and what it wants open for a visit and does not have. */
  'media.devices': call(
    z.strictObject({
      cameras: z.array(z.string().max(200)).max(20),
      microphones: z.int().min(0).max(20),
      lost: z.array(mediaPart).max(3),
    }),
    nothing,
  ),
} as const;

/** What main tells the screen unasked. */
export const boothIpcPushes = {
  'booth.state': boothState,
  'call.signal': signalIn,
  ...formPushes,
  'still.take': z.strictObject({ requestId: id }),
  /** An agent wants a page once more. */
  'page.retake': pageRetake.omit({ visitId: true }),
  'probe.take': z.strictObject({ requestId: id, kind: probeKind, withPicture: z.boolean() }),
  'probe.cancel': z.strictObject({ requestId: id }),
  ...technicianViewPushes,
} as const;
