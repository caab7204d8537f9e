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
      {
        deliver: async () => ({ kind: 'unreachable', detail: '' }),
        setAside: async () => {},
        now: () => 1,
        log: () => {},
      },
    );
    expect(delays).toEqual([seconds]);
  },
);

test.each([
  { status: 401, days: 2, outcome: 'tried again in an hour' },
  { status: 404, days: 2, outcome: 'tried again in an hour' },
  { status: 401, days: 4, outcome: 'set aside' },
  { status: 422, days: 0, outcome: 'set aside' },
])(
  'R26: given a call of $days days ago that is refused with $status, then it is $outcome',
  async ({ status, days, outcome }) => {
    const done: string[] = [];
    const body = { receivedAt: 1, sender: null, method: 'GET', target: '/webhooks/1', headers: {}, bodyBase64: '' };
    const retry = ({ delaySeconds }: { delaySeconds: number }) =>
      done.push(delaySeconds === 3600 ? 'tried again in an hour' : 'tried again');
    const answer = { status, headers: {}, body: new ArrayBuffer() };
    await consumeCallbacks(
      { messages: [{ body, attempts: 1, ack: () => {}, retry }] },
      {
        deliver: async () => ({ kind: 'answered', answer }),
        setAside: async () => void done.push('set aside'),
        now: () => days * 86_400_000,
        log: () => {},
      },
    );
    expect(done).toEqual([outcome]);
  },
);
