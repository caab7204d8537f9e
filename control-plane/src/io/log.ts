import { type Logger, pino, stdSerializers } from 'pino';
import { withoutValues } from './database-faults.ts';

/** One JSON object per line on standard output. */
export const createLog = (): Logger =>
  pino({
    base: { part: 'control-plane' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: serializeError },
  });

function serializeError(error: unknown): unknown {
  if (error instanceof AggregateError) return { message: error.message, errors: error.errors.map(serializeError) };
  return error instanceof Error ? stdSerializers.err(withoutValues(error)) : error;
}
