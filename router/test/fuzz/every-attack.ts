import { generateRequests } from './any-request.ts';
import { framingAttacks } from './framing-attacks.ts';
import { headerAttacks } from './header-attacks.ts';
import { queryAttacks } from './query-attacks.ts';
import type { RawRequest } from './raw-request.ts';
import { targetAttacks } from './target-attacks.ts';

const SEED = 20_261_122;
const GENERATED = 12_000;

/** Some 21 000 requests, the same in every run. */
export const EVERY_ATTACK: readonly RawRequest[] = [
  ...queryAttacks,
  ...targetAttacks,
  ...headerAttacks,
  ...framingAttacks,
  ...generateRequests(SEED, GENERATED),
];
