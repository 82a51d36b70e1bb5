import { type DestinationStream, destination, type Logger, pino } from 'pino';
import type { HubConfig } from './config.ts';

export type { Logger } from 'pino';

/** Keys whose values never reach the log, wherever they stand: secrets, and what tells who a citizen is. */
const SECRET_KEYS = [
  'token',
  'password',
  'passwordHash',
  'pin',
  'pinHash',
  'totpSecret',
  'authorization',
  'cookie',
  'secret',
  'credential',
  'code',
  'recipient',
  'phone',
  'address',
  'remoteAddress',
  'idNumber',
  'displayName',
  'mailing',
  'form',
  'fields',
  'text',
  'note',
  'sdp',
  'candidate',
];

/** The log goes to stderr as JSON lines: stdout belongs to the line that says where the hub listens. */
export function createLogger(level: HubConfig['logLevel'], stream?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { part: 'hub' },
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
      serializers: { err: errorForLog, error: errorForLog },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    stream ?? destination({ dest: 2, sync: true }),
  );
}

/** An error without the values it happened to: a failed query's message ends with its parameters. */
export function errorForLog(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const { code, constraint } = thrown as Error & { code?: unknown; constraint?: unknown };
  return {
    type: thrown.name,
    message: safeMessage(thrown),
    errorCode: typeof code === 'string' ? code : undefined,
    constraint: typeof constraint === 'string' ? constraint : undefined,
    stack: (thrown.stack ?? '')
      .split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .slice(0, 12)
      .join('\n'),
    cause: thrown.cause === undefined ? undefined : errorForLog(thrown.cause),
  };
}

/** The first line of an error's message; for a failed query only that it failed, since its text carries values. */
export function safeMessage(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'a value that is no error was thrown';
  if (thrown.message.startsWith('Failed query') || 'severity' in thrown) return 'query failed';
  return (thrown.message.split('\n')[0] ?? '').slice(0, 300);
}
