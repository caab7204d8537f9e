import { ProblemError } from '@alyson/schema';
import type { Actor } from '../../context.ts';

/** @throws ProblemError `forbidden` for anybody but a person */
export function ownId(actor: Actor): string {
  if (actor.kind !== 'user' || actor.id === null) throw new ProblemError('forbidden');
  return actor.id;
}
