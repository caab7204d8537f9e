import {
  DEFAULT_STEP_RULES,
  type Endpoint,
  type EndpointName,
  endpoints,
  OWN_SHAPE,
  PERMISSIONS_OF_ROLE,
  type Role,
} from '@alyson/schema';
import { apiTokens, memberships, sessions } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { draft, startedExperiment } from './support/drafts.ts';
import { makeClick } from './support/make-click.ts';
import { report } from './support/report-as-buyer.ts';
import { PASSWORD, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

/** A value for every parameter in a path, each of something that `workspace` has. */
const own: Record<string, string> = {};

/** Somebody of `workspace` for each role, by their session, and whom a session does not help. */
const people = { viewer: '', editor: '', admin: '', rival: '', removed: '' };

beforeAll(async () => {
  const experiment = await startedExperiment(plane.client());
  const { buyer, secret } = await plane.client().createBuyer({ body: { name: 'HomeLight' } });
  const path = new URL(buyer.webhookUrl).pathname;
  await report(plane, { id: buyer.id, path, secret }, { type: 'lead', event_id: 'L1', utm_content: 'nobody' });
  const { items: events } = await plane.client().listBuyerEvents({ query: {} });
  const { items: entries } = await plane.client().listAudit({ query: { limit: 1 } });
  const run = await plane.client().startRun({ params: { experimentId: experiment.id } });
  const template = await plane.client().createTemplate({ body: { name: 'Start', experimentId: experiment.id } });
  const proposed = await plane.client().proposeChange({
    params: { experimentId: experiment.id },
    ifMatch: experiment.version,
    body: { action: 'changeExperiment', body: { stickyDays: 9 }, reason: 'test' },
  });
  const [agent] = experiment.agents;
  const { source } = await plane.client().createSegmentSource({ body: { name: 'Landing pages' } });
  await plane.client().addHost({ body: { host: 'go.acme.example' } });
  await plane
    .client()
    .allowLandingHosts({ body: { hosts: ['go.acme.example', 'pages.example', STANCE.trackingHost] } });
  const click = makeClick({ workspaceId: plane.workspace.id, experimentId: experiment.id });
  await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks: [click] } });
  const [first, second] = experiment.agents;
  const ramped = await plane.client().startRamp({
    params: { experimentId: experiment.id },
    ifMatch: experiment.version,
    body: {
      weights: [first, second].map((one, i) => ({ agentId: one?.id ?? '', weightBasisPoints: i === 0 ? 9000 : 1000 })),
      reason: 'test',
      hold: false,
      stepBasisPoints: 100,
      intervalMinutes: 60,
      onBreach: 'hold',
    },
  });
  const { items: secrets } = await plane
    .client()
    .listBuyerSecrets({ params: { buyerId: buyer.id as never }, query: {} });
  const replay = await plane.client().startReplay({
    params: { buyerId: buyer.id },
    body: { mappingVersion: 0, from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' },
  });
  Object.assign(own, {
    replayId: replay.id,
    experimentId: experiment.id,
    agentId: agent?.id,
    buyerId: buyer.id,
    segmentSourceId: source.id,
    buyerEventId: events[0]?.id,
    secretId: secrets[0]?.id,
    auditEntryId: entries[0]?.id,
    runId: run.id,
    rampId: ramped.ramp?.id,
    templateId: template.id,
    proposedChangeId: proposed.id,
    linkId: experiment.links[0]?.id,
    host: 'go.acme.example',
    address: '192.0.2.7',
    clickId: click.id,
    number: '1',
    shard: '0',
    userId: await plane.addUser('target@acme.example', 'viewer'),
    sessionId: '00000000-0000-4000-8000-000000000000',
  });
  const postback = await plane.client().createPostback({
    body: { name: 'Affiliate', affiliateId: '12', eventKinds: ['lead'], url: 'https://tracker.example/pb' },
  });
  const { subscription } = await plane.client().createSubscription({
    body: { name: 'CRM', url: 'https://crm.example/hook', topics: ['run.finished'] },
  });
  const delivery = await plane.client().testDestination({ params: { destinationId: subscription.id } });
  Object.assign(own, {
    postbackId: postback.id,
    subscriptionId: subscription.id,
    destinationId: postback.id,
    deliveryId: delivery.id,
  });
  const { invite } = await plane.client().createInvite({ body: { email: 'new@acme.example', role: 'viewer' } });
  const { apiToken } = await plane.client().createApiToken({ body: { name: 'CI', role: 'viewer', expiresAt: null } });
  Object.assign(own, await importFromTune());
  Object.assign(own, { inviteId: invite.id, apiTokenId: apiToken.id });
  for (const role of ['viewer', 'editor', 'admin'] as const)
    people[role] = await plane.addUser(`${role}@acme.example`, role);
  people.removed = await plane.addUser('removed@acme.example', null);
  people.rival = await plane.addUser('rival@rival.example', null);
  await plane.db.insert(memberships).values({
    workspaceId: plane.otherWorkspace.id,
    userId: people.rival,
    role: 'admin',
    createdAt: new Date(plane.clock.now),
  });
});

const TUNE_TABLE = [
  'campaign_id,creative_id,custom_weight,offer_id,offer_url_id,offer_default_url,offer_url',
  '152,1,60,12,0,https://pages.example/a?utm_content={transaction_id},',
  '152,2,40,12,214,,https://pages.example/b?utm_content={transaction_id}',
].join('\n');
const STANCE = { mode: 'without', trackingHost: 'acme.go2cloud.example' } as const;

async function importFromTune() {
  const client = plane.client();
  const { id: importId } = await client.startTuneImport({ body: { origin: 'csv', text: TUNE_TABLE } });
  await client.applyTuneImport({ params: { importId }, body: { stance: STANCE } });
  const { items } = await client.listTuneLinks({ query: {} });
  const log = await plane.request('/v1/tune/click-logs', {
    method: 'POST',
    body: 'transaction_id,offer_id\n102a,12\n',
    token: plane.workspace.tokens.editor,
  });
  const { id: reportId } = (await log.json()) as { id: string };
  return { importId, reportId, tuneLinkId: items[0]?.linkId };
}

/** Removing a member is one of the things that are tried. */
beforeEach(async () => {
  const target = { workspaceId: plane.workspace.id, userId: own['userId'] ?? '', role: 'viewer' as const };
  await plane.db
    .insert(memberships)
    .values({ ...target, createdAt: new Date(plane.clock.now) })
    .onConflictDoNothing();
});

/** A browser's cookie of a person who has just signed in. */
const cookieOf = async (userId: string): Promise<string> =>
  (await plane.deps.signIn.beginSession(userId, { issuer: null, address: null, userAgent: null })).split(';')[0] ?? '';

/** Bodies that get past validation, so that what is refused is the caller. */
const BODIES: Partial<Record<EndpointName, unknown>> = {
  joinBuyerEvent: { clickId: 'nobody has it' },
  setExchangeRates: { rates: [{ day: '2026-11-20', from: 'EUR', to: 'USD', rate: '1.1' }] },
  readAccountLink: { secret: 'nobody has it' },
  acceptInvite: { secret: 'nobody has it' },
  resetPassword: { secret: 'nobody has it', password: PASSWORD },
  changePassword: { currentPassword: PASSWORD, newPassword: PASSWORD },
  changeMember: { role: 'viewer' },
  createInvite: { email: 'another@acme.example', role: 'viewer' },
  createApiToken: { name: 'Taken over', permissions: ['experiment:read'], expiresAt: null },
  createWorkspace: { name: 'Another' },
  eraseVisitor: { utmContent: 'nobody has it' },
  changeWorkspace: { name: 'Taken over' },
  createExperiment: draft(),
  changeExperiment: { name: 'Taken over' },
  holdExperiment: { reason: 'taken over' },
  rollBack: { reason: 'taken over', hold: false },
  abortRamp: { reason: 'taken over', split: 'stay' },
  explainRequest: { url: '/r/x' },
  changeAgent: { name: 'Taken over' },
  proposeChange: { action: 'changeExperiment', body: { stickyDays: 3 }, reason: 'taken over' },
  approveChange: {},
  refuseChange: {},
  duplicateExperiment: {},
  changeTemplate: { name: 'Taken over' },
  createFromTemplate: {},
  addAgent: { name: 'Another', landingUrl: 'https://pages.example/taken' },
  addLink: { kind: 'slug', value: 'taken-over' },
  changeLink: { unit: 'visitor' },
  allowLandingHosts: { hosts: ['shop.acme.example'] },
  addHost: { host: 'go.taken.example' },
  createBuyer: { name: 'Another buyer' },
  changeBuyer: { name: 'Taken over' },
  addBuyerSecret: { scheme: { kind: 'token', in: 'query', name: 'token' } },
  rotateBuyerSecret: { overlapHours: 0 },
  createSegmentSource: { name: 'Another source' },
  rotateSegmentSecret: { overlapHours: 1 },
  changePageEventSetup: { rules: DEFAULT_STEP_RULES },
  createPostback: { name: 'Taken over', affiliateId: '12', eventKinds: ['lead'], url: 'https://tracker.example/pb' },
  changePostback: { name: 'Taken over' },
  previewPostback: { url: 'https://tracker.example/pb' },
  createSubscription: { name: 'Taken over', url: 'https://crm.example/hook', topics: ['run.finished'] },
  changeSubscription: { name: 'Taken over' },
  rotateSubscriptionSecret: { overlapHours: 1 },
  saveMapping: { mapping: OWN_SHAPE },
  startReplay: { mappingVersion: 0, from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' },
  tryMapping: { mapping: OWN_SHAPE, recorded: 1 },
  changeTuneSetup: { offerIds: [], addresses: [], currency: null },
  deliverClicks: { clicks: [{}] },
  claimRun: { worker: 'test' },
  connectTune: { networkId: 'acme', apiToken: 'a-key-of-nobody' },
  startTuneImport: { origin: 'csv', text: TUNE_TABLE },
  planTuneImport: { stance: STANCE },
  applyTuneImport: { stance: STANCE },
  moveTuneLink: { from: 'shadow', to: 'routed' },
  failRun: { leaseId: 'none', detail: 'test', retryable: false },
};

/** Files that can be read. */
const FILES: Partial<Record<EndpointName, string>> = { compareTuneClickLog: 'transaction_id,offer_id\n102a,12\n' };

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
  if (name === 'startRamp')
    return { weights, reason: 'x', hold: false, stepBasisPoints: 1, intervalMinutes: 1, onBreach: 'hold' };
  if (name === 'overrideSplit') return { weights, reason: 'taken over', hold: false };
  if (name === 'createTemplate') return { name: 'Taken over', experimentId: own['experimentId'] };
  if (name === 'takeBulkStep') return { step: 'pause', experimentIds: [own['experimentId']] };
  if (name === 'proposeSplit') return { leaseId: 'none', proposal };
  return BODIES[name] ?? expect.fail(`give ${name} a body in BODIES`);
};

/** Queries without which there is no answer. */
const QUERIES: Partial<Record<EndpointName, string>> = {
  listNextFires: '?expression=rate(1%20hour)&timezone=UTC',
};

interface Caller {
  token?: string;
  cookie?: string;
  /** The workspace named in the header. */
  workspace?: string;
}

function ask(name: EndpointName, caller: string | Caller = {}): Promise<Response> {
  const { token, cookie, workspace } = typeof caller === 'string' ? { token: caller } : caller;
  const { method, path, body, file } = endpoints[name] as Endpoint;
  const filled = path.replace(/\{(\w+)\}/g, (_, parameter: string) => own[parameter] ?? expect.fail(parameter));
  return plane.request(filled + (QUERIES[name] ?? ''), {
    method: method.toUpperCase(),
    headers: {
      'if-match': '"2"',
      ...(body && { 'content-type': 'application/json' }),
      ...(cookie !== undefined && { cookie }),
      ...(workspace !== undefined && { 'alyson-workspace': workspace }),
    },
    ...(body && { body: JSON.stringify(bodyOf(name)) }),
    ...(file && { body: FILES[name] ?? expect.fail(`give ${name} a file in FILES`) }),
    ...(token !== undefined && { token }),
  });
}

const codeOf = async (answer: Response): Promise<string | undefined> =>
  ((await answer.json()) as { code?: string }).code;

const readOwn = async () => {
  const { items } = await plane.client().listExperiments({ query: { limit: 200 } });
  const { items: members } = await plane.client().listMembers({ query: {} });
  return {
    items,
    members,
    buyers: await plane.client().listBuyers({ query: {} }),
    invites: await plane.client().listInvites({ query: {} }),
    workspace: await plane.client().getWorkspace({}),
  };
};

const names = Object.keys(endpoints) as EndpointName[];
const of = (name: EndpointName): Endpoint => endpoints[name];
const permissionOf = (name: EndpointName) => of(name).permission;
const isOfPrograms = (name: EndpointName) => ['edge:deliver', 'worker:grade'].includes(permissionOf(name) ?? '');
const isForAnybody = (name: EndpointName) => of(name).caller === 'anybody';
const isForPeople = (name: EndpointName) => of(name).caller === 'person';

/** What strangers reach is written down here too: opening another takes a second thought. */
test('C4: given somebody unknown, then these four are all that they reach', () => {
  expect(names.filter(isForAnybody)).toEqual(['getSignInOptions', 'readAccountLink', 'acceptInvite', 'resetPassword']);
  for (const name of names.filter(isForAnybody)) expect(permissionOf(name)).toBeNull();
});

/** Endpoints that name a thing of one workspace. An address is nobody's. */
const ofThings = names.filter(
  (name) => of(name).path.includes('{') && !isOfPrograms(name) && !isForPeople(name) && name !== 'lookUpAddress',
);

const mayCall = (role: Role, name: EndpointName): boolean => {
  const needed = permissionOf(name);
  return needed === null || PERMISSIONS_OF_ROLE[role].includes(needed);
};

const refusal = async (answer: Response) => [answer.status, await codeOf(answer)];

describe.each(names.filter((name) => !isForAnybody(name)))('C4: %s', (name) => {
  test('given nobody, or a credential that is not in force, then it is 401', async () => {
    const expired = await token({ expiresAt: new Date(plane.clock.now) });
    const revoked = await token({ revokedAt: new Date(plane.clock.now) });
    const over = await cookieOf(people.admin);
    await plane.db
      .update(sessions)
      .set({ expiresAt: new Date(0) })
      .where(eq(sessions.userId, people.admin));
    const forged = 'better-auth.session_token=made.up';
    const callers = [
      {},
      { token: 'unknown' },
      { token: expired },
      { token: revoked },
      { cookie: over },
      { cookie: forged },
    ];
    for (const caller of callers) expect(await refusal(await ask(name, caller))).toEqual([401, 'unauthenticated']);
  });

  test('given the token of a viewer, an editor or an admin, then exactly those without the permission get 403', async () => {
    for (const role of ['viewer', 'editor', 'admin'] as const) {
      const answer = await ask(name, plane.workspace.tokens[role]);
      if (mayCall(role, name) && !isForPeople(name)) expect([401, 403, 404, 422, 500]).not.toContain(answer.status);
      else expect(await refusal(answer)).toEqual([403, 'forbidden']);
    }
  });

  test('given the session of a viewer, an editor or an admin, then the same, and a program’s own work is for none', async () => {
    for (const role of ['viewer', 'editor', 'admin'] as const) {
      const answer = await ask(name, { cookie: await cookieOf(people[role]) });
      // What the token's turn has used up is gone by now.
      if (mayCall(role, name)) expect([400, 401, 403, 422, 500]).not.toContain(answer.status);
      else expect(await refusal(answer)).toEqual([403, 'forbidden']);
    }
  });

  test('G7: given a session or a token of another workspace that names this one, or somebody removed, then it is 403', async () => {
    const workspace = plane.workspace.id;
    const callers = [
      { cookie: await cookieOf(people.rival), workspace },
      { token: plane.otherWorkspace.tokens.admin, workspace },
      { cookie: await cookieOf(people.removed), workspace },
      { cookie: await cookieOf(people.removed) },
    ];
    for (const caller of callers) expect(await refusal(await ask(name, caller))).toEqual([403, 'forbidden']);
  });
});

test.each(ofThings)(
  "G7: %s: given another workspace's admin, then there is no such thing, and nothing changes",
  async (name) => {
    const before = await readOwn();
    for (const caller of [{ token: plane.otherWorkspace.tokens.admin }, { cookie: await cookieOf(people.rival) }])
      expect(await refusal(await ask(name, caller))).toEqual([404, 'not_found']);
    expect(await readOwn()).toEqual(before);
  },
);

test("G7: given another workspace's admin, then every list is empty, or holds what is theirs alone", async () => {
  const lists = names.filter(
    (name) =>
      of(name).method === 'get' && !of(name).path.includes('{') && 'items' in shapeOf(name) && !isOfPrograms(name),
  );
  expect(lists.length).toBeGreaterThan(8);
  for (const name of lists.filter((each) => !isForPeople(each))) {
    const answer = await ask(name, plane.otherWorkspace.tokens.admin);
    const text = await answer.text();
    expect([name, answer.status]).toEqual([name, 200]);
    for (const id of [
      ...Object.values(own).filter((value) => /^[a-z]{3}_/.test(value)),
      plane.workspace.id,
      people.admin,
    ])
      expect(text, name).not.toContain(id);
  }
});

const shapeOf = (name: EndpointName): object => {
  const { response } = of(name);
  return 'shape' in response && typeof response.shape === 'object' && response.shape !== null ? response.shape : {};
};

/** A token of `workspace` that an admin would have, but for what is given. */
async function token(fields: Partial<typeof apiTokens.$inferInsert>): Promise<string> {
  const { secret, apiToken } = await plane
    .client()
    .createApiToken({ body: { name: 'Not in force', role: 'admin', expiresAt: null } });
  await plane.db.update(apiTokens).set(fields).where(eq(apiTokens.id, apiToken.id));
  return secret;
}

test('given the edge and the worker, then each may do its own work and nothing else', async () => {
  const { edge, worker } = plane.workspace.tokens;
  expect((await ask('listBundles', edge)).status).toBe(200);
  expect((await ask('listExperiments', edge)).status).toBe(403);
  expect((await ask('claimRun', worker)).status).toBe(200);
  expect((await ask('pauseExperiment', worker)).status).toBe(403);
  expect((await ask('deliverClicks', worker)).status).toBe(403);
});

/** Routes that are no endpoint and look at no caller, each with its reason. */
const OPEN_DOORS: Record<string, string> = {
  'GET /healthz': 'says that the process answers',
  'GET /readyz': 'says whether it can work',
  'GET /metrics': 'has a token of its own',
  'GET /openapi.json': 'describes the API',
  'GET /docs': 'describes the API',
  'GET /docs/problems/:code': 'describes the API',
  'POST /webhooks/:endpointId': 'is signed by the buyer',
  'POST /segment/:sourceId': 'is signed by Segment',
  'GET /webhooks/:endpointId': 'bears a secret of the buyer',
  'POST /internal/fires': 'has a token of its own',
  'POST /v1/auth/sign-in/email': 'is the way in',
  'POST /v1/auth/sign-out': 'is the way out',
  'GET /v1/auth/oidc/start': 'is the way in',
  'GET /v1/auth/oidc/callback': 'is the way in',
};

test('C4: given any other route of the app, then it refuses strangers, removed people and another workspace, or stands here with its reason', async () => {
  const asked = new Set(Object.values(endpoints).map(({ method, path }) => `${method.toUpperCase()} ${path}`));
  const doors = plane.app.routes
    .filter(({ method, path }) => method !== 'ALL' && !/^\/aff_|^\/\*$/.test(path))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    .filter((route) => !asked.has(route) && !Object.hasOwn(OPEN_DOORS, route.replaceAll(/\{(\w+)\}/g, ':$1')));
  expect(doors).toContain('GET /v1/events');
  for (const door of new Set(doors)) {
    const [method = '', template = ''] = door.split(' ');
    const path = template.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => own[parameter] ?? expect.fail(door));
    const answers = [
      await plane.request(path, { method }),
      await plane.request(path, { method, token: 'unknown' }),
      await plane.request(path, { method, headers: { cookie: await cookieOf(people.removed) } }),
      await plane.request(path, {
        method,
        headers: { cookie: await cookieOf(people.rival), 'alyson-workspace': plane.workspace.id },
      }),
    ];
    expect([door, ...answers.map(({ status }) => status)]).toEqual([door, 401, 401, 403, 403]);
  }
});
