import { type Endpoint, type EndpointName, endpoints, PERMISSIONS_OF_ROLE } from '@alyson/schema';
import { beforeAll, describe, expect, test } from 'vitest';
import { draft, startedExperiment } from './support/drafts.ts';
import { makeClick } from './support/make-click.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

/** A value for every parameter in a path, each of something that `workspace` has. */
const own: Record<string, string> = {};

beforeAll(async () => {
  const experiment = await startedExperiment(plane.client());
  const { buyer } = await plane.client().createBuyer({ body: { name: 'HomeLight' } });
  const run = await plane.client().startRun({ params: { experimentId: experiment.id } });
  const template = await plane.client().createTemplate({ body: { name: 'Start', experimentId: experiment.id } });
  const [agent] = experiment.agents;
  await plane.client().addHost({ body: { host: 'go.acme.example' } });
  const click = makeClick({ workspaceId: plane.workspace.id, experimentId: experiment.id });
  await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks: [click] } });
  Object.assign(own, {
    experimentId: experiment.id,
    agentId: agent?.id,
    buyerId: buyer.id,
    runId: run.id,
    templateId: template.id,
    linkId: experiment.links[0]?.id,
    host: 'go.acme.example',
    clickId: click.id,
    number: '1',
    shard: '0',
  });
});

/** Bodies that get past validation, so that what is refused is the caller. */
const BODIES: Partial<Record<EndpointName, unknown>> = {
  createExperiment: draft(),
  changeExperiment: { name: 'Taken over' },
  holdExperiment: { reason: 'taken over' },
  rollBack: { reason: 'taken over', hold: false },
  explainRequest: { url: '/r/x' },
  changeAgent: { name: 'Taken over' },
  duplicateExperiment: {},
  changeTemplate: { name: 'Taken over' },
  createFromTemplate: {},
  addAgent: { name: 'Another', landingUrl: 'https://pages.example/taken' },
  addLink: { kind: 'slug', value: 'taken-over' },
  changeLink: { unit: 'visitor' },
  addHost: { host: 'go.taken.example' },
  createBuyer: { name: 'Another buyer' },
  changeTuneSetup: { offerIds: [], addresses: [], currency: null },
  deliverClicks: { clicks: [{}] },
  claimRun: { worker: 'test' },
  failRun: { leaseId: 'none', detail: 'test', retryable: false },
};

const bodyOf = (name: EndpointName): unknown => {
  const weights = [{ agentId: own['agentId'], weightBasisPoints: 10_000 }];
  const proposal = {
    asOf: 1,
    experimentVersion: 1,
    model: { name: 'm', version: '1' },
    predictions: [],
    grades: [],
    changes: [],
    hold: null,
  };
  if (name === 'overrideSplit') return { weights, reason: 'taken over', hold: false };
  if (name === 'createTemplate') return { name: 'Taken over', experimentId: own['experimentId'] };
  if (name === 'takeBulkStep') return { step: 'pause', experimentIds: [own['experimentId']] };
  if (name === 'proposeSplit') return { leaseId: 'none', proposal };
  return BODIES[name];
};

function ask(name: EndpointName, token?: string): Promise<Response> {
  const { method, path, body } = endpoints[name] as Endpoint;
  const filled = path.replace(/\{(\w+)\}/g, (_, parameter: string) => own[parameter] ?? expect.fail(parameter));
  return plane.request(filled, {
    method: method.toUpperCase(),
    headers: { 'if-match': '"2"', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(bodyOf(name)) }),
    ...(token !== undefined && { token }),
  });
}

const codeOf = async (answer: Response): Promise<string | undefined> =>
  ((await answer.json()) as { code?: string }).code;

const readOwn = async () => {
  const { items } = await plane.client().listExperiments({ query: { limit: 200 } });
  return { items, buyers: await plane.client().listBuyers({ query: {} }) };
};

const names = Object.keys(endpoints) as EndpointName[];
const permissionOf = (name: EndpointName) => (endpoints[name] as Endpoint).permission;
const isOfPrograms = (name: EndpointName) => ['edge:deliver', 'worker:grade'].includes(permissionOf(name) ?? '');

/** Endpoints that name a thing of one workspace. */
const ofThings = names.filter((name) => endpoints[name].path.includes('{') && !isOfPrograms(name));

describe.each(names)('C4: %s', (name) => {
  test('given nobody is signed in, then it is 401', async () => {
    const answer = await ask(name);
    expect(answer.status).toBe(401);
    expect(await codeOf(answer)).toBe('unauthenticated');
  });

  test('given a viewer, an editor and an admin, then exactly those without the permission get 403', async () => {
    for (const role of ['viewer', 'editor', 'admin'] as const) {
      const needed = permissionOf(name);
      const mayCall = needed === null || PERMISSIONS_OF_ROLE[role].includes(needed);
      const answer = await ask(name, plane.workspace.tokens[role]);
      if (mayCall) expect([401, 403, 404, 422, 500]).not.toContain(answer.status);
      else expect([answer.status, await codeOf(answer)]).toEqual([403, 'forbidden']);
    }
  });
});

test.each(ofThings)(
  "G7: %s: given another workspace's admin, then there is no such thing, and nothing changes",
  async (name) => {
    const before = await readOwn();
    const answer = await ask(name, plane.otherWorkspace.tokens.admin);
    expect([answer.status, await codeOf(answer)]).toEqual([404, 'not_found']);
    expect(await readOwn()).toEqual(before);
  },
);

test("G7: given another workspace's admin, then every list is empty", async () => {
  const other = plane.client(plane.otherWorkspace.tokens.admin);
  const lists = await Promise.all([
    other.listExperiments({ query: {} }),
    other.listClicks({ query: {} }),
    other.listBuyers({ query: {} }),
    other.listUnclaimedReports({ query: {} }),
    other.listBuyerEvents({ query: {} }),
    other.listAudit({ query: {} }),
    other.listTemplates({ query: {} }),
  ]);
  expect(lists.map((list) => list.items)).toEqual([[], [], [], [], [], [], []]);
});

test('given the edge and the worker, then each may do its own work and nothing else', async () => {
  const { edge, worker } = plane.workspace.tokens;
  expect((await ask('listBundles', edge)).status).toBe(200);
  expect((await ask('listExperiments', edge)).status).toBe(403);
  expect((await ask('claimRun', worker)).status).toBe(200);
  expect((await ask('pauseExperiment', worker)).status).toBe(403);
  expect((await ask('deliverClicks', worker)).status).toBe(403);
});

test('given a token is revoked, then it is dead at once', async () => {
  const { apiTokens } = await import('@alyson/schema/tables');
  const token = plane.otherWorkspace.tokens.viewer;
  expect((await ask('getMe', token)).status).toBe(200);
  await plane.db.update(apiTokens).set({ revokedAt: new Date(plane.clock.now) });
  expect((await ask('getMe', token)).status).toBe(401);
});
