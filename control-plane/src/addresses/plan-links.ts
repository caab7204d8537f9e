import { type FieldProblem, type NewLink, ProblemError } from '@alyson/schema';
import type { Context } from '../context.ts';
import { addressOfLink, checkFollowed, refuseHost } from '../domain/check-links.ts';
import { checkLinkHosts } from '../domain/landing-hosts.ts';
import type { LinkRow } from '../experiment/experiments.store.ts';
import { invalidFields } from '../http/validate.ts';
import type { Tx } from '../io/database.ts';
import { lockHosts } from './hosts.store.ts';
import { readAllowedHosts } from './landing-hosts.store.ts';
import { readOwnHosts } from './own-hosts.ts';
import { findTakenAddresses } from './taken-addresses.store.ts';

/**
 * New links as rows, with nothing in their way: their hosts are the workspace's own, and their addresses free.
 *
 * @param pointerOf  a link's place in the request
 * @throws ProblemError `validation_failed`, `address_taken`
 */
export async function planLinks(
  tx: Tx,
  ctx: Context,
  experimentId: string,
  links: readonly NewLink[],
  pointerOf: (index: number) => string,
): Promise<LinkRow[]> {
  const hosts = await lockHosts(
    tx,
    ctx.workspaceId,
    links.flatMap(({ host }) => host ?? []),
  );
  const ownHosts = await readOwnHosts(tx, ctx.config);
  const allowedHosts = await readAllowedHosts(tx, ctx.workspaceId);
  const faults = links.flatMap((link, index): FieldProblem[] => {
    const pointer = pointerOf(index);
    const refusal = refuseHost(link, hosts);
    return [
      ...(refusal ? [{ pointer: `${pointer}/host`, detail: refusal }] : []),
      ...checkFollowed(link, ownHosts, pointer),
      ...checkLinkHosts(link, allowedHosts, pointer),
    ];
  });
  if (faults.length > 0) throw invalidFields(faults);
  await refuseTakenAddresses(tx, ctx, links, pointerOf);
  const createdAt = new Date(ctx.now());
  return links.map((link) => ({
    ...link,
    id: ctx.newId('link'),
    workspaceId: ctx.workspaceId,
    experimentId,
    address: addressOfLink(link),
    createdAt,
  }));
}

/** Names the other experiment only to those who may know it exists. */
async function refuseTakenAddresses(
  tx: Tx,
  { workspaceId }: Context,
  links: readonly NewLink[],
  pointerOf: (index: number) => string,
): Promise<void> {
  const taken = new Map((await findTakenAddresses(tx, links.map(addressOfLink))).map((row) => [row.address, row]));
  const faults = links.flatMap((link, index) => {
    const by = taken.get(addressOfLink(link));
    if (!by) return [];
    const who = by.workspaceId === workspaceId ? `by the experiment “${by.experimentName}”` : 'already';
    return [{ pointer: `${pointerOf(index)}/value`, detail: `is used ${who}` }];
  });
  if (faults.length > 0) throw new ProblemError('address_taken', undefined, faults);
}
