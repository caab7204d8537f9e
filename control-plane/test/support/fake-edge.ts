import { type KeyObject, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BUNDLE_DOMAIN, Bundle, type EdgeState, type Release, SignedBundle } from '@alyson/schema';

/** What goes wrong with one request. */
export type Fault =
  /** A push is answered 500 and not taken. */
  | 'push_fails'
  /** A push is never answered, and not taken. */
  | 'push_hangs'
  /** A push is taken, and the connection breaks before the answer. */
  | 'answer_lost'
  /** The question for its state is answered 500. */
  | 'read_fails';

interface Acceptance {
  shard: number;
  sequence: number;
  /** The first of its shard since the edge lost what it held. */
  isAfterLoss: boolean;
  /** The very text that was signed. */
  payload: string;
  /** By experiment. */
  releases: ReadonlyMap<string, number>;
}

export interface FakeEdge {
  readonly url: string;
  /** Every bundle it took, in order. */
  readonly accepted: Acceptance[];
  /** Of each push, whether it was taken or not. */
  readonly pushes: number[];
  /** The next requests of the fault's kind go wrong, one each. */
  misbehave(...faults: Fault[]): void;
  /** The newest release it holds of an experiment. */
  releaseOf(experimentId: string): Release | undefined;
  /** As after a restart without a disk. */
  forget(): void;
  /** As if another database had published before. */
  pretend(shard: number, sequence: number): void;
  close(): Promise<void>;
}

/** An edge that speaks the protocol, verifies what it takes, and misbehaves on request. */
export async function startFakeEdge(publicKey: KeyObject, environment: string): Promise<FakeEdge> {
  const held = new Map<number, { sequence: number; bundle: Bundle | null }>();
  const accepted: Acceptance[] = [];
  const pushes: number[] = [];
  let faults: Fault[] = [];
  const strikes = (...kinds: Fault[]): Fault | undefined => {
    const fault = faults.find((each) => kinds.includes(each));
    if (fault) faults.splice(faults.indexOf(fault), 1);
    return fault;
  };

  const state = (): EdgeState => ({
    edge: 'fake',
    environment,
    shards: [...held].map(([shard, { sequence }]) => ({ shard, sequence, acceptedAtMs: 0 })),
    releases: Object.fromEntries([...held.values()].flatMap(({ bundle }) => [...releasesOf(bundle)])),
  });

  const take = (shard: number, signed: SignedBundle): { status: number; body: unknown } => {
    const text = Buffer.from(BUNDLE_DOMAIN + signed.payload);
    if (!verify(null, text, publicKey, Buffer.from(signed.signature, 'base64')))
      return { status: 422, body: { reason: 'bad_signature' } };
    const bundle = Bundle.parse(JSON.parse(signed.payload)) as Bundle;
    if (bundle.environment !== environment || bundle.shard !== shard)
      return { status: 422, body: { reason: 'wrong_shard' } };
    if (bundle.sequence <= (held.get(shard)?.sequence ?? 0)) return { status: 409, body: state() };
    const isAfterLoss = !held.has(shard);
    held.set(shard, { sequence: bundle.sequence, bundle });
    accepted.push({
      shard,
      sequence: bundle.sequence,
      isAfterLoss,
      payload: signed.payload,
      releases: releasesOf(bundle),
    });
    return { status: 200, body: state() };
  };

  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return send(response, strikes('read_fails') ? 500 : 200, state());
    const signed = SignedBundle.parse(JSON.parse(await readText(request)));
    const shard = Number(request.url?.split('/').at(-1));
    pushes.push(shard);
    const fault = strikes('push_fails', 'push_hangs', 'answer_lost');
    if (fault === 'push_fails') return send(response, 500, {});
    if (fault === 'push_hangs') return;
    const { status, body } = take(shard, signed);
    if (fault === 'answer_lost') return void response.destroy();
    send(response, status, body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    accepted,
    pushes,
    misbehave: (...more) => void faults.push(...more),
    releaseOf: (experimentId) =>
      [...held.values()]
        .flatMap(({ bundle }) => bundle?.releases ?? [])
        .find((release) => release.experimentId === experimentId),
    forget: () => held.clear(),
    pretend: (shard, sequence) => void held.set(shard, { sequence, bundle: null }),
    async close() {
      faults = [];
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const releasesOf = (bundle: Bundle | null): Map<string, number> =>
  new Map((bundle?.releases ?? []).map(({ experimentId, number }) => [experimentId, number]));

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
