import { EdgeBooks, EdgeState, type SignedBundle } from '@alyson/schema';
import * as z from 'zod';
import type { Edge, Push } from './edge.ts';

const PUSH_TIMEOUT_MS = 5_000;
const READ_TIMEOUT_MS = 3_000;

const Refusal = z.object({ reason: z.string().max(500) });

/** An edge over HTTP. The signature is what lets a push in; the token only opens what the edge says about itself. */
export function createHttpEdge(url: string, token: string): Edge {
  const ask = (path: string) =>
    fetch(url + path, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(READ_TIMEOUT_MS),
    });
  return {
    url,
    async push(shard, bundle) {
      const answer = await fetch(`${url}/edge/bundles/${shard}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(bundle satisfies SignedBundle),
        redirect: 'error',
        signal: AbortSignal.timeout(PUSH_TIMEOUT_MS),
      });
      return readPush(answer);
    },
    async readState() {
      const answer = await ask('/edge/state');
      if (answer.status !== 200) throw new Error(`${url} answered ${answer.status} when asked for its state`);
      return EdgeState.parse(await answer.json());
    },
    async readBooks() {
      const answer = await ask('/edge/books');
      if (answer.status === 404) return null;
      if (answer.status !== 200) throw new Error(`${url} answered ${answer.status} when asked for its books`);
      return EdgeBooks.parse(await answer.json());
    },
  };
}

async function readPush(answer: Response): Promise<Push> {
  switch (answer.status) {
    case 200:
      return { kind: 'accepted', state: EdgeState.parse(await answer.json()) };
    case 409:
      return { kind: 'superseded', state: EdgeState.parse(await answer.json()) };
    case 422:
      return { kind: 'refused', reason: Refusal.parse(await answer.json()).reason };
    default:
      await answer.body?.cancel();
      throw new Error(`${answer.url} answered ${answer.status} to a bundle`);
  }
}
