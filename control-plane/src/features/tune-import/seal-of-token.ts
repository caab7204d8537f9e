import type { Config } from '../../config.ts';
import type { Seal } from '../../io/seal.ts';

/** By which the key of TUNE's API is kept. */
export const sealOfToken = ({ authSecret }: Pick<Config, 'authSecret'>, workspaceId: string): Seal => ({
  authSecret,
  purpose: 'tune api token',
  workspaceId,
});
