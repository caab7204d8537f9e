import { expect, test } from 'vitest';
import { consumeCallbacks } from './consume-callbacks.ts';

test.each([
  { attempts: 1, seconds: 15 },
  { attempts: 3, seconds: 60 },
  { attempts: 6, seconds: 480 },
  { attempts: 99, seconds: 480 },
])(
  'R26, S8: given attempt $attempts and a control plane that is away, then $seconds s later',
  async ({ attempts, seconds }) => {
    const delays: number[] = [];
    const body = { receivedAt: 1, sender: null, method: 'GET', target: '/aff_lsr', headers: {}, bodyBase64: '' };
    const retry = ({ delaySeconds }: { delaySeconds: number }) => delays.push(delaySeconds);
    await consumeCallbacks(
      { messages: [{ body, attempts, ack: () => expect.unreachable(), retry }] },
      { deliver: async () => ({ kind: 'unreachable', detail: '' }), setAside: async () => {}, log: () => {} },
    );
    expect(delays).toEqual([seconds]);
  },
);
