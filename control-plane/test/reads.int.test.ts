import { type ProblemCode, ProblemError } from '@alyson/schema';
import { beforeAll, describe, expect, test } from 'vitest';
import { startedExperiment } from './support/drafts.ts';
import { makeClick } from './support/make-click.ts';
import { addBuyer, report } from './support/report-as-buyer.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

const codeOf = (call: Promise<unknown>): Promise<ProblemCode | string> =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof ProblemError ? error.code : String(error)),
  );

describe('C5: what is listed can be read one by one', () => {
  let experimentId: string;

  beforeAll(async () => {
    const experiment = await startedExperiment(plane.client());
    experimentId = experiment.id;
    const agentId = experiment.agents[0]?.id ?? null;
    const click = makeClick({ workspaceId: plane.workspace.id, experimentId, agentId, utmContent: 'visit-1' });
    await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks: [click] } });
    const buyer = await addBuyer(plane);
    await report(plane, buyer, { type: 'lead', event_id: 'L1', utm_content: 'visit-1' });
  });

  test('given a click, a buyer event, a link, a release and a change, then each reads as it is listed', async () => {
    const client = plane.client();
    const [click] = (await client.listClicks({ query: {} })).items;
    expect(await client.getClick({ params: { clickId: click?.id ?? '' } })).toEqual(click);
    const [event] = (await client.listBuyerEvents({ query: {} })).items;
    expect(await client.getBuyerEvent({ params: { buyerEventId: event?.id ?? '' } })).toEqual(event);
    const [link] = (await client.listLinks({ query: {} })).items;
    expect(await client.getLink({ params: { linkId: link?.id ?? '' } })).toEqual(link);
    const [release] = (await client.listReleases({ params: { experimentId }, query: {} })).items;
    expect(await client.getRelease({ params: { experimentId, number: 1 } })).toEqual(release);
    const [entry] = (await client.listAudit({ query: {} })).items;
    expect(await client.getAuditEntry({ params: { auditEntryId: entry?.id ?? '' } })).toEqual(entry);
  });

  test('given a release that is not there, or beyond every number, then there is no such thing', async () => {
    for (const number of [2, 0x7fffffff])
      expect(await codeOf(plane.client().getRelease({ params: { experimentId, number } }))).toBe('not_found');
  });
});

describe('C5: a buyer is changed and archived', () => {
  const add = async () => {
    const { id } = await addBuyer(plane);
    return { params: { buyerId: id } };
  };

  test('given a new name, then it is changed once, with its version, and the audit log tells both', async () => {
    const one = await add();
    const before = await plane.client().getBuyer(one);
    const renamed = await plane.client().changeBuyer({ ...one, ifMatch: before.version, body: { name: 'Renamed' } });
    expect(renamed).toMatchObject({ name: 'Renamed', version: before.version + 1 });
    const again = plane.client().changeBuyer({ ...one, ifMatch: before.version, body: { name: 'Late' } });
    expect(await codeOf(again)).toBe('stale_version');
    const same = await plane.client().changeBuyer({ ...one, ifMatch: renamed.version, body: { name: 'Renamed' } });
    expect(same.version).toBe(renamed.version);
    const { items } = await plane.client().listAudit({ query: { objectId: one.params.buyerId } });
    expect(items[0]).toMatchObject({
      action: 'buyer.renamed',
      before: { name: before.name },
      after: { name: 'Renamed' },
    });
  });

  test("given another buyer's name, then it is refused", async () => {
    const [one, other] = [await add(), await add()];
    const { name } = await plane.client().getBuyer(other);
    expect(await codeOf(plane.client().changeBuyer({ ...one, ifMatch: 1, body: { name } }))).toBe('name_taken');
  });

  test('given a buyer is archived, then it is out of the list, and what it reports all the same is taken', async () => {
    const buyer = await addBuyer(plane);
    const one = { params: { buyerId: buyer.id } };
    const archived = await plane.client().archiveBuyer(one);
    expect(archived.archivedAt).not.toBeNull();
    expect(await plane.client().archiveBuyer(one)).toEqual(archived);
    const ids = async (query: object) => (await plane.client().listBuyers({ query })).items.map(({ id }) => id);
    expect(await ids({})).not.toContain(buyer.id);
    expect(await ids({ archived: 'only' })).toEqual([buyer.id]);
    expect(await ids({ archived: 'include' })).toContain(buyer.id);
    const late = { type: 'lead', event_id: 'late', utm_content: 'nobody' } as const;
    expect(await report(plane, buyer, late)).toBe('orphan');
    await plane.client().unarchiveBuyer(one);
    expect(await ids({})).toContain(buyer.id);
    const { items } = await plane.client().listAudit({ query: { objectId: buyer.id } });
    expect(items.map(({ action }) => action)).toEqual(['buyer.unarchived', 'buyer.archived', 'buyer.created']);
  });
});
