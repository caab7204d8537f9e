import { Agent, request } from 'node:http';
import type { Experiment } from '@alyson/schema';
import { aClick } from '../../router/test/sample-click.ts';
import { EDGE_TOKEN } from '../control-plane.ts';

const CLICKS = 1_000;
const RETRY_MS = 20;

export interface Deliveries {
  /** Delivers one after the other until then, each until it is acknowledged. */
  flow(edge: number, until: number): Promise<void>;
  readonly sent: number;
  /** Deliveries whose answer was lost, and that came again. */
  readonly again: number;
  /** Clicks acknowledged in each second since the beginning. */
  readonly stored: number[];
}

/** Clicks as a campaign brings them: every unit new, of several agents, affiliates and countries. */
export function createDeliveries(url: string, { id, agents }: Experiment): Deliveries {
  const agent = new Agent({ keepAlive: true });
  const stored: number[] = [];
  const startedAt = performance.now();
  let sent = 0;
  let again = 0;

  const compose = (edge: number, delivery: number): string => {
    const now = Date.now();
    const clicks = Array.from({ length: CLICKS }, (_, i) => {
      const number = (edge * 1_000_000 + delivery) * CLICKS + i;
      return aClick(number, {
        at: now - i,
        edge: `edge-${edge}`,
        workspaceId: null, // the edge's own
        experimentId: id,
        agentId: agents[i % agents.length]?.id ?? null,
        utmContent: `102f8e2c4b1d${number}`,
        offerId: '1048',
        affiliateId: String(i % 50),
        country: 'US',
        deviceClass: 'mobile',
        browser: 'Safari',
        addressHash: `0.${String(number).padStart(16, '0')}`,
      });
    });
    return JSON.stringify({ clicks });
  };

  const post = async (body: string): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const headers = {
      authorization: `Bearer ${EDGE_TOKEN}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const asked = request(`${url}/v1/clicks`, { agent, method: 'POST', headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode === 200));
    });
    asked.once('error', () => resolve(false)).end(body);
    return promise;
  };

  return {
    async flow(edge, until) {
      for (let delivery = 0; performance.now() < until; delivery += 1) {
        const body = compose(edge, delivery);
        while (!(await post(body))) {
          again += 1;
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        }
        sent += CLICKS;
        const second = Math.floor((performance.now() - startedAt) / 1_000);
        while (stored.length <= second) stored.push(0);
        stored[second] = (stored[second] ?? 0) + CLICKS;
      }
    },
    get sent() {
      return sent;
    },
    get again() {
      return again;
    },
    stored,
  };
}
