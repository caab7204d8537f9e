import { parseArgs } from 'node:util';
import * as z from 'zod';
import { PlainError } from '../lib/stop-with-one-line.ts';

export interface DemoOptions {
  seed: number;
  /** How long visitors come. */
  seconds: number;
  /** Clicks per second, on average. */
  rate: number;
  /** Seconds of a buyer's life in one second of the demo: the default makes half a day of it. */
  speed: number;
}

const number = (what: string, low: number, high: number) => {
  const words = `must be ${what} from ${low} to ${high}`;
  return z.coerce.number(words).min(low, words).max(high, words);
};

const Options = z.object({
  seed: number('a whole number', 0, 0xffffffff).int('must be a whole number').default(7),
  seconds: number('seconds', 5, 86_400).default(100),
  rate: number('clicks per second', 1, 2_000).default(150),
  speed: number('a factor', 1, 10_000_000).default(43_200),
});

/** @throws PlainError that names the option and what is wrong with it */
export function readOptions(args: readonly string[]): DemoOptions {
  const parsed = Options.safeParse(parse(args));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PlainError(`--${issue?.path.join('.')}: ${issue?.message}.`);
}

function parse(args: readonly string[]): Record<string, unknown> {
  const option = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { seed: option, seconds: option, rate: option, speed: option },
    });
    return values;
  } catch (error) {
    throw new PlainError(
      `${error instanceof Error ? error.message.split('.')[0] : error}. There are --seed, --seconds, --rate and --speed.`,
    );
  }
}
