/** An HTTP client that sends a link's bytes as they are: `fetch` would normalise them first. */
import { Agent, request } from 'node:http';
import type { Visit } from './visits.ts';

const TIMEOUT_MS = 10_000;

interface Answer {
  status: number;
  location: string;
}

export interface Visitors {
  /** @throws Error when there is no answer */
  follow(visit: Visit): Promise<Answer>;
  leave(): void;
}

/** @param routerUrl  plain http: the demo plays on this machine */
export function createVisitors(routerUrl: string): Visitors {
  const { hostname, port } = new URL(routerUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    follow({ kind, path, query, headers }) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const method = kind === 'look' ? 'HEAD' : 'GET';
      const sent = request({ agent, hostname, port, method, path: `${path}?${query}`, headers, timeout: TIMEOUT_MS });
      sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
      sent.once('error', reject);
      sent.once('response', (answer) => {
        answer.resume();
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ?? '' }));
      });
      sent.end();
      return promise;
    },
    leave: () => agent.destroy(),
  };
}
