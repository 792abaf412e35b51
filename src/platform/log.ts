import { type Logger, pino } from 'pino';

export type Log = Logger;

/** Members that never reach a log, wherever they stand. */
const secrets = [
  'password',
  'secret',
  'token',
  'key',
  'credential',
  'authorization',
  'cookie',
  'apiKey',
  'privateKey',
];

/** Structured logs, one JSON object a line on standard error, so that standard output stays for people and pipes. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
