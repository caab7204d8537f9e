import { type CompiledBundle, compileRouting } from '@alyson/router/domain';
import type { Link, Release } from '@alyson/schema';
import { addressOfLink } from './check-links.ts';
import { compileBundle } from './compile-bundle.ts';

/**
 * One experiment's links with a release of it, as an edge that holds nothing else compiles them.
 *
 * @param workspaceFallback  where clicks go that the experiment has no page for
 */
export function compileLinks(
  release: Release,
  links: readonly Link[],
  workspaceFallback: string | null,
): CompiledBundle {
  const { workspaceId, experimentId } = release;
  const content = compileBundle({
    environment: 'explain',
    shard: 0,
    shardCount: 1,
    links: links.map((link) => {
      // Links that were kept with older releases have no such fields.
      const { id, host, unit, beforeTune, deepLinkHosts, presetQuery, handBackUrl = null, pixelCookie = false } = link;
      const settings = { id, host, unit, beforeTune, deepLinkHosts, presetQuery, handBackUrl, pixelCookie };
      return { ...settings, workspaceId, experimentId, address: addressOfLink(link) };
    }),
    releases: [release],
    workspaces: [{ id: workspaceId, fallbackUrl: workspaceFallback }],
  });
  const { compiled, heldBack } = compileRouting({ ...content, sequence: 1, issuedAtMs: 0 }, null);
  const [fault] = heldBack;
  if (fault) throw new Error(`a release of ours is none: ${fault.detail}`);
  return compiled;
}
