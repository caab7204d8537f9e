import type { Context } from '../context.ts';

/** A reason, and whose it was where another person made the change. */
export function withProposer(
  { approval }: Pick<Context, 'approval'>,
  reason: string | null | undefined,
): string | null {
  if (!approval) return reason ?? null;
  return `${reason ?? approval.reason} (proposed by ${approval.proposedBy})`.trim();
}
