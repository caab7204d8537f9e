import { type Endpoint, type EndpointName, type Experiment, endpoints } from '@alyson/schema';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
import { makeClick } from './support/make-click.ts';
import { useControlPlane } from './support/test-control-plane.ts';

/*
 * Requests made from nothing but `/openapi.json`, against a control plane with something in it: no answer is a 5xx, none is
 * undocumented, and what breaks a schema is refused with a pointer to it.
 */

const plane = useControlPlane();
const RUNS = 25;
const names = Object.keys(endpoints) as EndpointName[];

/** Whose documented example cannot succeed here, and why. */
const NEEDS_MORE: Partial<Record<EndpointName, string>> = {
  getBundle: 'a relay that has built one',
  removeLink: 'a second link',
  getHistories: 'a run that was claimed',
  proposeSplit: "a claim's lease",
  failRun: "a claim's lease",
};

/** What has to happen before an operation can succeed. */
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

beforeAll(async () => {
  api = (await (await plane.request('/openapi.json')).json()) as OpenApiDocument;
  checkAnswer = createCheckAnswer(api);
});

const operationOf = (name: EndpointName): Operation => {
  const { path, method } = endpoints[name] as Endpoint;
  return api.paths[path]?.[method] ?? expect.fail(`${name} is not in the document`);
};

function tokenFor({ permission }: Endpoint): string {
  const { edge, worker, admin } = plane.workspace.tokens;
  if (permission === 'edge:deliver') return edge;
  return permission === 'worker:grade' ? worker : admin;
}

async function ask(name: EndpointName, parts: RequestParts) {
  const endpoint: Endpoint = endpoints[name];
  const { address, init } = writeRequest(endpoint, parts);
  const answer = await plane.request(address, { ...init, token: tokenFor(endpoint) });
  const text = await answer.text();
  expect(checkAnswer(operationOf(name), answer.status, answer.headers, text)).toEqual([]);
  return { status: answer.status, text };
}

describe.each(names)('C1, C2: %s', (name) => {
  /** Anew for each test: what one ends or removes the next finds again. */
  beforeEach(async () => {
    const client = plane.client();
    const experiment = await startedExperiment(client);
    const { buyer } = await client.createBuyer({ body: { name: `Buyer ${experiment.number}` } });
    const run = name === 'startRun' ? null : await client.startRun({ params: { experimentId: experiment.id } });
    const [a, b] = experiment.agents.map(({ id }) => id);
    const linkId = experiment.links[0]?.id ?? '';
    const click = makeClick({ workspaceId: plane.workspace.id, experimentId: experiment.id, agentId: a ?? null });
    await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks: [click] } });
    const of = (prefix: string, last = 'q') => `${prefix}_01h455vb4pex5vsknk084sn02${last}`;
    known = {
      parameters: {
        experimentId: experiment.id,
        agentId: a ?? '',
        linkId,
        buyerId: buyer.id,
        runId: run?.id ?? '',
        clickId: click.id,
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
    await BEFORE[name]?.(experiment);
    if (!endpoints[name].path.includes('{experimentId}')) return;
    const { version } = await client.getExperiment({ params: { experimentId: experiment.id } });
    known = { ...known, parameters: { ...known.parameters, 'If-Match': `"${version}"` } };
  });

  test.skipIf(NEEDS_MORE[name] !== undefined)(
    'given its own example about what is there, then it succeeds',
    async () => {
      const { status, text } = await ask(name, documentedRequest(operationOf(name), known));
      expect(status, text).toBe((endpoints[name] as Endpoint).status ?? 200);
    },
  );

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
    if (!faults) return;
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
