import { createHash } from 'node:crypto';
import { pino, type DestinationStream } from 'pino';

/**
 * What a line may say beside its event: numbers, yes or no, and words that the program itself chose (a route's pattern, a status, a
 * verb). Never free text, tokens, card payloads, names or e-mail addresses; ids of people go through `hashed`.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export type Log = {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** A fault, with where it arose. Its message stays out, because messages may quote what somebody wrote. */
  fault(event: string, error: unknown, fields?: LogFields): void;
};

/** Lines of JSON, to standard output unless told otherwise. */
export function createLog(level: 'info' | 'warn' | 'silent', destination?: DestinationStream): Log {
  const options = { level, base: null, formatters: { level: (label: string) => ({ level: label }) } };
  const lines = destination ? pino(options, destination) : pino(options);
  return {
    info: (event, fields = {}) => lines.info(fields, event),
    warn: (event, fields = {}) => lines.warn(fields, event),
    fault: (event, error, fields = {}) => lines.error({ ...fields, ...whereOf(error) }, event),
  };
}

/** Stands for an id in the log: the same id gives the same text, and the text does not give the id back. */
export function hashed(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 12);
}

function whereOf(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => line.trim()).join(' | ');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { error: error.name, code, at };
}
