import type { Config } from '../../config.ts';
import type { Context } from '../../context.ts';
import { NONCE_BYTES, openText, type Seal, sealText } from '../../io/seal.ts';
import type { SourceRow } from './sources.store.ts';

/** Segment takes any text; hexadecimal survives every way of copying it. */
const SECRET_BYTES = 32;

/** A new secret: as it is shown once, and as it is kept. */
export function makeSecret({ config, workspaceId, randomBytes }: Context): { secret: string; sealed: string } {
  const secret = Buffer.from(randomBytes(SECRET_BYTES)).toString('hex');
  return { secret, sealed: sealText(secret, sealOf(config, workspaceId), randomBytes(NONCE_BYTES)) };
}

/**
 * The secrets that open a source now.
 *
 * @returns null where one cannot be opened: the deployment's own secret has changed
 */
export function openSecrets(config: Config, source: SourceRow, now: number): string[] | null {
  const { sealedSecret, sealedPreviousSecret, previousSecretUntil } = source;
  const isInOverlap = previousSecretUntil !== null && previousSecretUntil.getTime() > now;
  const sealed = [sealedSecret, ...(isInOverlap && sealedPreviousSecret !== null ? [sealedPreviousSecret] : [])];
  const opened = sealed.map((one) => openText(one, sealOf(config, source.workspaceId)));
  return opened.every((secret) => secret !== null) ? opened : null;
}

const sealOf = ({ authSecret }: Pick<Config, 'authSecret'>, workspaceId: string): Seal => ({
  authSecret,
  purpose: 'segment secret',
  workspaceId,
});
