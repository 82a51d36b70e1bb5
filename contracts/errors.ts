import { z } from 'zod';

/** Who can do something about an error: the person, the machine, the line, or us. */
export const errorCategory = z.enum(['user', 'device', 'network', 'software']);
export type ErrorCategory = z.infer<typeof errorCategory>;

/**
 * Every expected failure, with the category that chooses the recovery and the support number that a
 * technician may read out. Numbers never change meaning; new codes take new numbers.
 */
export const ERROR_TABLE = {
  // 1xx: what was sent does not fit
  invalid_input: { category: 'software', support: 101 },
  invalid_output: { category: 'software', support: 102 },
  unknown_channel: { category: 'software', support: 103 },
  forbidden_sender: { category: 'software', support: 104 },
  too_large: { category: 'user', support: 105 },
  unsupported_type: { category: 'user', support: 106 },
  internal: { category: 'software', support: 109 },
  // 2xx: who you are
  unauthenticated: { category: 'user', support: 201 },
  wrong_credentials: { category: 'user', support: 202 },
  forbidden: { category: 'user', support: 203 },
  rate_limited: { category: 'user', support: 204 },
  token_expired: { category: 'user', support: 205 },
  token_used: { category: 'user', support: 206 },
  token_invalid: { category: 'user', support: 207 },
  // 3xx: the visit
  not_found: { category: 'user', support: 301 },
  wrong_state: { category: 'user', support: 302 },
  consent_missing: { category: 'user', support: 303 },
  booth_busy: { category: 'user', support: 304 },
  booth_offline: { category: 'network', support: 305 },
  no_agent: { category: 'user', support: 306 },
  offer_expired: { category: 'user', support: 307 },
  call_full: { category: 'user', support: 308 },
  prerequisite_missing: { category: 'user', support: 309 },
  papers_missing: { category: 'user', support: 310 },
  declined: { category: 'user', support: 311 },
  // 4xx: the line
  timeout: { category: 'network', support: 401 },
  disconnected: { category: 'network', support: 402 },
  cancelled: { category: 'user', support: 403 },
  relay_udp: { category: 'network', support: 404 },
  relay_tcp: { category: 'network', support: 405 },
  relay_tls: { category: 'network', support: 406 },
  // 5xx: the machines
  device_missing: { category: 'device', support: 501 },
  device_offline: { category: 'device', support: 502 },
  device_busy: { category: 'device', support: 503 },
  device_error: { category: 'device', support: 504 },
  device_no_reply: { category: 'device', support: 505 },
  bad_frame: { category: 'device', support: 506 },
  not_opened: { category: 'device', support: 507 },
  left_open: { category: 'device', support: 508 },
  compartment_taken: { category: 'device', support: 509 },
  no_compartment: { category: 'device', support: 510 },
  paper_out: { category: 'device', support: 511 },
  cover_open: { category: 'device', support: 512 },
  cutter_error: { category: 'device', support: 513 },
  print_unconfirmed: { category: 'device', support: 514 },
  camera_missing: { category: 'device', support: 515 },
  opened_without_order: { category: 'device', support: 516 },
  item_missing: { category: 'device', support: 517 },
  compartment_full: { category: 'device', support: 518 },
  compartment_jammed: { category: 'device', support: 519 },
  not_taken: { category: 'device', support: 520 },
  card_missing: { category: 'user', support: 521 },
  card_refused: { category: 'user', support: 522 },
  card_unsupported: { category: 'user', support: 523 },
  camera_black: { category: 'device', support: 524 },
  camera_frozen: { category: 'device', support: 525 },
  camera_blurred: { category: 'device', support: 526 },
  microphone_missing: { category: 'device', support: 527 },
  microphone_mute: { category: 'device', support: 528 },
  speaker_silent: { category: 'device', support: 529 },
  disk_full: { category: 'device', support: 530 },
  clock_wrong: { category: 'device', support: 531 },
  memory_low: { category: 'device', support: 532 },
  mains_failed: { category: 'device', support: 533 },
  battery_low: { category: 'device', support: 534 },
  // 6xx: reading papers
  unreadable_image: { category: 'user', support: 601 },
  ocr_failed: { category: 'software', support: 602 },
  file_damaged: { category: 'software', support: 603 },
  file_expired: { category: 'user', support: 604 },
  file_locked: { category: 'user', support: 605 },
  file_unsafe: { category: 'user', support: 606 },
  too_many_pages: { category: 'user', support: 607 },
} as const satisfies Record<string, { category: ErrorCategory; support: number }>;

export type ErrorCode = keyof typeof ERROR_TABLE;

const codes = Object.keys(ERROR_TABLE) as [ErrorCode, ...ErrorCode[]];

/**
 * An expected failure as it crosses any boundary. `messageKey` names a text in the locale files (`errors.<code>`);
 * `detail` is for technicians and logs and never shown to a citizen.
 */
export const xiaowuError = z.strictObject({
  code: z.enum(codes),
  category: errorCategory,
  /** Stable number, shown as `XW-309`. */
  support: z.int(),
  messageKey: z.string().max(80),
  detail: z.string().max(2000).optional(),
});
export type XiaowuError = z.infer<typeof xiaowuError>;

const MAX_DETAIL_CHARS = 2000;

/** Makes the typed error of a code; category, support number and text key come from the table. */
export function fail(code: ErrorCode, detail?: string): XiaowuError {
  const { category, support } = ERROR_TABLE[code];
  const base = { code, category, support, messageKey: `errors.${code}` };
  return detail === undefined ? base : { ...base, detail: detail.slice(0, MAX_DETAIL_CHARS) };
}

/** Text of an unknown thrown value, for `detail`. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown));
}

function wireForm<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value }),
    z.strictObject({ ok: z.literal(false), error: xiaowuError }),
  ]);
}

/**
 * One for each schema: zod compiles a schema when it is first used, which for a small answer takes a hundred times as long as
 * reading it.
 */
const wireForms = new WeakMap<z.ZodType, unknown>();

/** The wire form of `Result<T, XiaowuError>` for a given value schema. */
export function resultSchema<T extends z.ZodType>(value: T): ReturnType<typeof wireForm<T>> {
  const known = wireForms.get(value) as ReturnType<typeof wireForm<T>> | undefined;
  if (known) return known;
  const made = wireForm(value);
  wireForms.set(value, made);
  return made;
}
