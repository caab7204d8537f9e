import { invalidField, type PlanTuneImport, ProblemError } from '@alyson/schema';
import { lockHosts } from '../../addresses/hosts.store.ts';
import { checkPage, type PageRules, readPageRules } from '../../addresses/page-rules.ts';
import type { Context } from '../../context.ts';
import { refuseLandingHost } from '../../domain/landing-hosts.ts';
import { addressesOfPlan, type PlannedItem, planImport } from '../../domain/tune/plan-import.ts';
import { sourceKey } from '../../domain/tune/tune-network.ts';
import type { Tx } from '../../io/database.ts';
import { readImport, readRecords } from './imports.store.ts';
import { findTaken, readSources } from './sources.store.ts';

/**
 * What an import would make, as it stands now.
 *
 * @throws ProblemError `not_found`, `validation_failed`, `transition_refused` while it is being read
 */
export async function makePlan(
  tx: Tx,
  ctx: Context,
  importId: string,
  request: PlanTuneImport,
): Promise<PlannedItem[]> {
  const row = await readImport(tx, ctx.workspaceId, importId);
  if (!row) throw new ProblemError('not_found');
  if (row.state === 'reading')
    throw new ProblemError('transition_refused', 'TUNE is still being read. Wait until it is done.');
  if (row.state === 'failed')
    throw new ProblemError('transition_refused', `It could not be read: ${row.failure ?? ''} Import again.`);
  const pageRules = await readPageRules(tx, ctx);
  await refuseHosts(tx, ctx, request, pageRules);
  const sources = await readSources(tx, ctx.workspaceId);
  const known = new Map(
    sources.map(({ kind, tuneId, experimentId, facts }) => [sourceKey(kind, tuneId), { experimentId, facts }]),
  );
  const rules = { checkPage: (url: string) => checkPage(url, pageRules) };
  const input = { records: await readRecords(tx, importId), request, known, rules, taken: new Set<string>() };
  const taken = await findTaken(tx, addressesOfPlan(planImport(input)));
  return planImport({ ...input, taken });
}

async function refuseHosts(
  tx: Tx,
  { workspaceId }: Context,
  { stance }: PlanTuneImport,
  { ownHosts, allowedHosts }: PageRules,
): Promise<void> {
  const { host, trackingHost, mode } = stance;
  if (host !== null && mode !== 'behind' && !(await lockHosts(tx, workspaceId, [host])).has(host))
    throw invalidField('#/stance/host', 'is not a host of this workspace; an admin can add it under Links');
  if (ownHosts.has(trackingHost))
    throw invalidField(
      '#/stance/trackingHost',
      'leads to this router. Name the host where TUNE itself answers, such as acme.go2cloud.org',
    );
  // Behind TUNE nobody is sent there by us; else its links, or the way back, lead to it.
  const refusal = mode === 'behind' ? null : refuseLandingHost(allowedHosts, trackingHost);
  if (refusal !== null) throw invalidField('#/stance/trackingHost', refusal);
}
