import type { endpoints, FieldProblem } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { invalidFields } from '../../http/validate.ts';
import { addressOfHost, isPublicAddress } from '../../io/public-address.ts';
import { insertLandingHosts } from './landing-hosts.store.ts';
import { showLandingHosts } from './list-landing-hosts.ts';

/**
 * Allows hosts for landing pages. The first ones end the time in which any public host was allowed; pages that stand
 * elsewhere keep their clicks.
 *
 * @throws ProblemError `validation_failed`
 */
export function allowLandingHosts(
  ctx: Context,
  hosts: readonly string[],
): Promise<Answer<typeof endpoints.allowLandingHosts>> {
  const faults = hosts.flatMap((host, index): FieldProblem[] => {
    const address = addressOfHost(host);
    if (address === null || isPublicAddress(address)) return [];
    return [{ pointer: `#/hosts/${index}`, detail: 'is not on the public internet: no visitor could reach it' }];
  });
  if (faults.length > 0) throw invalidFields(faults);
  return ctx.db.transaction(async (tx) => {
    const added = await insertLandingHosts(tx, ctx.workspaceId, [...new Set(hosts)], new Date(ctx.now()));
    for (const host of added)
      await appendAudit(tx, ctx, { action: 'landing_host.allowed', objectId: host, objectName: host, after: { host } });
    return showLandingHosts(ctx, tx);
  });
}
