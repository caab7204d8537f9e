import { writeSync } from 'node:fs';
import { formatLogLine, type LogFields, type LogLevel, placesOf } from '@alyson/schema';
import { describeError, queryOf } from './database-faults.ts';

const STANDARD_OUTPUT = 1;

/** One line; what it is about goes first: JSON values, and an error of any kind under `err`. */
type WriteLine = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export type Logger = Readonly<Record<LogLevel, WriteLine>>;

/** One JSON object per line on standard output, of the shape that all parts share (`LogLine`). */
export function createLog(write: (line: string) => void = writeToStdout): Logger {
  const writeAt =
    (level: LogLevel): WriteLine =>
    ({ err, ...fields }, message) => {
      const told = err === undefined ? fields : { ...fields, err: tellError(err) };
      write(`${formatLogLine('control-plane', Date.now(), level, message, told)}\n`);
    };
  return { info: writeAt('info'), warn: writeAt('warn'), error: writeAt('error'), fatal: writeAt('fatal') };
}

/** A stream would stop the process while a full disk takes no line, or take none ever after. */
function writeToStdout(line: string): void {
  try {
    writeSync(STANDARD_OUTPUT, line);
  } catch {
    // The line is lost; the answers are not.
  }
}

function tellError(error: unknown): LogFields {
  const message = describeError(error);
  if (error instanceof AggregateError) return { message, errors: error.errors.map(tellError) };
  if (!(error instanceof Error)) return { message };
  return { name: error.name, message, query: queryOf(error), places: placesOf(error) };
}
