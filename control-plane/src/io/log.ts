import { writeSync } from 'node:fs';
import { type Logger, pino, stdSerializers } from 'pino';
import { withoutValues } from './database-faults.ts';

const STANDARD_OUTPUT = 1;

/** One JSON object per line on standard output. */
export const createLog = (): Logger =>
  pino(
    {
      base: { part: 'control-plane' },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: serializeError },
    },
    { write },
  );

/** pino's own writer stops the whole process while a full disk takes no line, and a stream takes none ever after. */
function write(line: string): void {
  try {
    writeSync(STANDARD_OUTPUT, line);
  } catch {
    // The line is lost; the answers are not.
  }
}

function serializeError(error: unknown): unknown {
  if (error instanceof AggregateError) return { message: error.message, errors: error.errors.map(serializeError) };
  return error instanceof Error ? stdSerializers.err(withoutValues(error)) : error;
}
