import type { Context } from '../context.ts';
import { NONCE_BYTES, openText, type Seal, sealText } from '../io/seal.ts';

/**
 * An answer as it is kept for repeats. It may hold what is shown once only, such as a token: sealed, it is worth nothing to
 * who reads the database without the deployment's secret.
 */
export interface SealedAnswer {
  sealed: string;
}

const sealOf = ({ config, workspaceId }: Context): Seal => ({
  authSecret: config.authSecret,
  purpose: 'answers',
  workspaceId,
});

export const sealAnswer = (ctx: Context, answer: unknown): SealedAnswer => ({
  sealed: sealText(JSON.stringify(answer), sealOf(ctx), ctx.randomBytes(NONCE_BYTES)),
});

/** @returns null where it was not sealed with this secret: the deployment had another, or the row is older than this */
export function openAnswer(ctx: Context, { sealed }: SealedAnswer): unknown {
  const text = openText(sealed, sealOf(ctx));
  return text === null ? null : JSON.parse(text);
}
