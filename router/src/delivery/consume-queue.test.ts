import { expect, test } from 'vitest';
import { aClick } from '../../test/sample-click.ts';
import { consumeQueue } from './consume-queue.ts';

test.each([
  { attempts: 1, seconds: 20 },
  { attempts: 2, seconds: 40 },
  { attempts: 6, seconds: 640 },
  { attempts: 10, seconds: 3_600 },
  { attempts: 99, seconds: 3_600 },
])(
  'R23: given attempt $attempts and a control plane that is away, then $seconds s later',
  async ({ attempts, seconds }) => {
    const delays: number[] = [];
    const retry = ({ delaySeconds }: { delaySeconds: number }) => delays.push(delaySeconds);
    const message = { body: aClick(1), attempts, ack: () => expect.unreachable(), retry };
    await consumeQueue(
      { messages: [message] },
      { deliver: async () => ({ kind: 'unreachable', detail: '' }), setAside: async () => {}, log: () => {} },
    );
    expect(delays).toEqual([seconds]);
  },
);
