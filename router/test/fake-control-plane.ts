import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Click, type SignedBundle } from '@alyson/schema';
import { onTestFinished } from 'vitest';
import type { AtEnd } from '../../faults/scope.ts';

/**
 * How one delivery is treated. `lost_answer` stores it and says nothing; `hang` neither stores nor answers; `break` meets a
 * fault of its own; `garbage` answers 200 with a page that somebody in between made.
 */
export type Treatment = 'store' | 'fail' | 'lost_answer' | 'hang' | 'garbage' | 'refuse' | 'unauthorized' | 'break';

export interface FakeControlPlane {
  readonly url: string;
  readonly port: number;
  /** By id, how often each click came in a delivery that was stored. */
  readonly stored: Map<string, number>;
  readonly clicks: Click[];
  readonly bundles: Map<number, SignedBundle & { sequence: number }>;
  deliveries: number;
  /** Asked for each delivery, in order. */
  treat: (clicks: readonly unknown[]) => Treatment;
  /** Refuses single clicks, by their id. */
  rejects: ReadonlySet<string>;
  close(): Promise<void>;
}

/** The control plane as an edge sees it, over real HTTP on this machine. Stores exactly once by id, as the real one. */
export async function startFakeControlPlane(port = 0, atEnd: AtEnd = onTestFinished): Promise<FakeControlPlane> {
  const server = createServer((request, response) => void answer(fake, request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  const fake: FakeControlPlane = {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    stored: new Map(),
    clicks: [],
    bundles: new Map(),
    deliveries: 0,
    treat: () => 'store',
    rejects: new Set(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  atEnd(() => fake.close());
  return fake;
}

async function answer(fake: FakeControlPlane, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const say = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
  if (request.url === '/v1/bundles') {
    const shards = [...fake.bundles].map(([shard, { sequence }]) => ({ shard, sequence }));
    return void say(200, { shardCount: 16, shards });
  }
  const shard = /^\/v1\/bundles\/(\d+)$/.exec(request.url ?? '')?.[1];
  if (shard !== undefined) return void say(200, fake.bundles.get(Number(shard)));
  const body = await readBody(request);
  fake.deliveries += 1;
  const clicks = clicksIn(body);
  if (clicks === null) return void say(400, {});
  switch (fake.treat(clicks)) {
    case 'store':
      return void say(200, store(fake, clicks));
    case 'lost_answer':
      store(fake, clicks);
      return void request.socket.destroy();
    case 'garbage':
      return void response.writeHead(200).end('<html>');
    case 'refuse':
      return void say(413, {});
    case 'unauthorized':
      return void say(401, {});
    case 'break':
      return void say(500, {});
    case 'fail':
      return void say(503, {});
    case 'hang':
      return;
  }
}

/** Null for what is no JSON, as a garbled click makes the whole delivery. */
function clicksIn(body: string): unknown[] | null {
  try {
    return (JSON.parse(body) as { clicks: unknown[] }).clicks;
  } catch {
    return null;
  }
}

function store(fake: FakeControlPlane, clicks: readonly unknown[]) {
  const report = { stored: 0, duplicates: 0, rejected: [] as { index: number; detail: string }[] };
  clicks.forEach((candidate, index) => {
    const parsed = Click.safeParse(candidate);
    if (!parsed.success || fake.rejects.has(parsed.data.id)) {
      report.rejected.push({ index, detail: parsed.error?.message ?? 'not this one' });
      return;
    }
    const { id } = parsed.data;
    const times = fake.stored.get(id) ?? 0;
    fake.stored.set(id, times + 1);
    if (times > 0) report.duplicates += 1;
    else {
      report.stored += 1;
      fake.clicks.push(parsed.data);
    }
  });
  return report;
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
