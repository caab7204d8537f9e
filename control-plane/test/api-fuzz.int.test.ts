import { type Endpoint, type EndpointName, type Experiment, endpoints, OWN_SHAPE } from '@alyson/schema';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenApiDocument, Operation } from '../src/http/openapi/document-types.ts';
import {
  anyRequest,
  bodyOf,
  documentedRequest,
  type Known,
  type RequestParts,
  writeRequest,
} from './fuzz/any-request.ts';
import { type CheckAnswer, createCheckAnswer } from './fuzz/check-answer.ts';
import { spoilValue } from './fuzz/spoil-value.ts';
import { draft, startedExperiment } from './support/drafts.ts';
import type { FakeTuneApi } from './support/fake-tune-api.ts';
import { makeClick } from './support/make-click.ts';
import { PASSWORD, useControlPlane } from './support/test-control-plane.ts';
import { startTuneWithoutWaiting } from './support/tune-without-waiting.ts';

/*
 * Requests made from nothing but `/openapi.json`, against a control plane with something in it: no answer is a 5xx, none is
 * undocumented, and what breaks a schema is refused with a pointer to it.
 */

const plane = useControlPlane();
const RUNS = 25;
const names = Object.keys(endpoints) as EndpointName[];

/** What has to happen before some operations can succeed. */
const BEFORE: Partial<Record<EndpointName, (experiment: Experiment) => Promise<unknown>>> = {
  startExperiment: async () => {
    const { id } = await plane.client().createExperiment({ body: draft() });
    known = { ...known, parameters: { ...known.parameters, experimentId: id } };
  },
  resumeExperiment: ({ id }) => plane.client().pauseExperiment({ params: { experimentId: id } }),
  rollBack: ({ id, agents }) => turnOff(id, agents[0]?.id),
  releaseHold: ({ id }) => plane.client().holdExperiment({ params: { experimentId: id }, body: { reason: 'test' } }),
  turnAgentOn: ({ id, agents }) => turnOff(id, agents[0]?.id),
  removeHost: ({ number }) => plane.client().addHost({ body: { host: `go${number}.acme.example` } }),
};

const turnOff = (experimentId: string, agentId = '') =>
  plane.client().turnAgentOff({ params: { experimentId, agentId } });

let api: OpenApiDocument;
let checkAnswer: CheckAnswer;
let known: Known;
let cookie = '';
let people = 0;

let tune: FakeTuneApi;

beforeAll(async () => {
  // What the document's own example names.
  const started = await startTuneWithoutWaiting({ networkId: 'text', token: 'solar-quote' });
  tune = started.fake;
  plane.deps.tune = started.tune;
  api = (await (await plane.request('/openapi.json')).json()) as OpenApiDocument;
  checkAnswer = createCheckAnswer(api);
});

afterAll(() => tune.close());

const operationOf = (name: EndpointName): Operation => {
  const { path, method } = endpoints[name] as Endpoint;
  return api.paths[path]?.[method] ?? expect.fail(`${name} is not in the document`);
};

/** Whoever may call it: a part of the product, a person with a session, or a program of an admin. */
function callerOf({ permission, caller }: Endpoint): { authorization: string } | { cookie: string } {
  const { edge, worker, admin } = plane.workspace.tokens;
  if (caller === 'person') return { cookie };
  if (permission === 'edge:deliver') return { authorization: `Bearer ${edge}` };
  return { authorization: `Bearer ${permission === 'worker:grade' ? worker : admin}` };
}

/** A new person each time, from an address of their own: sign-ins are counted by it. */
async function signIn(): Promise<string> {
  people += 1;
  const email = `person${people}@acme.example`;
  await plane.addUser(email, 'admin');
  const answer = await plane.app.request(
    '/v1/auth/sign-in/email',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost', host: 'localhost' },
      body: JSON.stringify({ email, password: PASSWORD }),
    },
    { incoming: { socket: { remoteAddress: `10.0.${Math.floor(people / 250)}.${people % 250}` } } },
  );
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
}

async function ask(name: EndpointName, parts: RequestParts) {
  const endpoint: Endpoint = endpoints[name];
  const { address, init } = writeRequest(endpoint, parts);
  const headers = { ...init.headers, ...callerOf(endpoint) };
  const answer = await plane.request(address, { ...init, headers });
  const text = await answer.text();
  expect(checkAnswer(operationOf(name), answer.status, answer.headers, text)).toEqual([]);
  return { status: answer.status, text };
}

/** What only few paths name, made where they do: the rest would wait for it each time. */
async function seedNamed(path: string, number: number): Promise<Record<string, string>> {
  const client = plane.client();
  const names = (...parameters: string[]) => parameters.some((parameter) => path.includes(`{${parameter}}`));
  const made: Record<string, string> = {};
  if (names('segmentSourceId')) {
    const { source } = await client.createSegmentSource({ body: { name: `Source ${number}` } });
    made['segmentSourceId'] = source.id;
  }
  if (names('postbackId', 'destinationId')) {
    const url = 'https://tracker.example/pb?c={aff_sub}';
    const postback = await client.createPostback({
      body: { name: 'Affiliate', affiliateId: '12', eventKinds: ['lead'], url },
    });
    made['postbackId'] = postback.id;
    made['destinationId'] = postback.id;
  }
  if (names('subscriptionId', 'deliveryId')) {
    const { subscription } = await client.createSubscription({
      body: { name: 'CRM', url: 'https://crm.example/hook', topics: ['run.finished'] },
    });
    made['subscriptionId'] = subscription.id;
    const delivery = await client.testDestination({ params: { destinationId: subscription.id } });
    made['deliveryId'] = delivery.id;
  }
  return made;
}

describe.each(names)('C1, C2: %s', (name) => {
  // Nobody of a workspace may: they are refused before their body is read.
  const isOfDeployment = (endpoints[name] as Endpoint).permission === 'deployment:admin';

  /** Anew for each test: what one ends or removes the next finds again. */
  beforeEach(async () => {
    const client = plane.client();
    // Whatever an earlier one allowed: what follows is made with pages of other hosts.
    for (const { host } of (await client.listLandingHosts({})).items)
      await client.removeLandingHost({ params: { host } });
    const experiment = await startedExperiment(client);
    const { buyer } = await client.createBuyer({ body: { name: `Buyer ${experiment.number}` } });
    await client.saveMapping({ params: { buyerId: buyer.id }, ifMatch: 0, body: { mapping: OWN_SHAPE, note: '' } });
    const run = name === 'startRun' ? null : await client.startRun({ params: { experimentId: experiment.id } });
    const { items: entries } = await client.listAudit({ query: { limit: 1 } });
    const [a, b] = experiment.agents.map(({ id }) => id);
    const linkId = experiment.links[0]?.id ?? '';
    const click = makeClick({ workspaceId: plane.workspace.id, experimentId: experiment.id, agentId: a ?? null });
    await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks: [click] } });
    const of = (prefix: string, last = 'q') => `${prefix}_01h455vb4pex5vsknk084sn02${last}`;
    known = {
      parameters: {
        ...(await seedNamed(endpoints[name].path, experiment.number)),
        experimentId: experiment.id,
        agentId: a ?? '',
        linkId,
        buyerId: buyer.id,
        runId: run?.id ?? '',
        clickId: click.id,
        auditEntryId: entries[0]?.id ?? '',
        host: `go${experiment.number}.acme.example`,
        number: '1',
        shard: '0',
        'If-Match': `"${buyer.version}"`,
      },
      ids: new Map([
        [of('exp'), experiment.id],
        [of('agt'), a ?? ''],
        [of('agt', 'r'), b ?? ''],
        [of('lnk'), linkId],
        [of('byr'), buyer.id],
        [of('run'), run?.id ?? ''],
      ]),
    };
    if ((endpoints[name] as Endpoint).caller === 'person') cookie = await signIn();
    await BEFORE[name]?.(experiment);
    if (!endpoints[name].path.includes('{experimentId}')) return;
    const { version } = await client.getExperiment({ params: { experimentId: experiment.id } });
    known = { ...known, parameters: { ...known.parameters, 'If-Match': `"${version}"` } };
  });

  test('given its own example about what is there, then nothing is wrong with its form', async () => {
    const { status, text } = await ask(name, documentedRequest(operationOf(name), known));
    expect([400, 412, 415, 422, 428], text).not.toContain(status);
  });

  test('given anything that the document allows, then the answer is one that it names', async () => {
    const requests = anyRequest(operationOf(name), api, known);
    await fc.assert(
      fc.asyncProperty(requests, async (parts) => void (await ask(name, parts))),
      { numRuns: RUNS },
    );
  });

  test('given one fault in the body, then it is refused, and the pointer names its place', async () => {
    const operation = operationOf(name);
    const documented = documentedRequest(operation, known);
    const faults = spoilValue(documented.body, bodyOf(operation)?.schema ?? {}, api.components.schemas);
    if (!faults || isOfDeployment) return;
    await fc.assert(
      fc.asyncProperty(faults, async ({ value, pointer, fault }) => {
        const { status, text } = await ask(name, { ...documented, body: value });
        expect([fault, pointer, status], text).toEqual([fault, pointer, 422]);
        const { errors } = JSON.parse(text) as { errors: { pointer: string }[] };
        const named = errors.map((error) => error.pointer);
        // A value that no branch of a choice takes is named as a whole; a part that is missing may be named in it.
        const isNamed = named.some((one) => one.startsWith(pointer) || pointer.startsWith(one));
        expect(isNamed, `${fault} at ${pointer}, and named were ${named}`).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});
