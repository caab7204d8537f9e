/** Clicks that never stop, each with a key of its own: what must survive while things are killed. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { BROWSER_USER_AGENT } from './browser-user-agent.ts';

export interface ClickStream {
  /** Keys of the clicks that were answered with a redirect. */
  answered: ReadonlySet<string>;
  /** What the others got. */
  failures: readonly string[];
  /** Resolves after so many more answers. */
  untilAnswered(count: number): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MS = 10;

/** @param link  a tracking link that takes more parameters. @param name  begins every key */
export function streamClicks(link: string, name: string): ClickStream {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const answered = new Set<string>();
  const failures: string[] = [];
  const underWay = new Set<Promise<void>>();
  let isStopped = false;

  const click = async (key: string) => {
    const status = await follow(agent, `${link}&utm_content=${key}`).catch((error: Error) => error.message);
    if (status === 302) answered.add(key);
    else failures.push(String(status));
  };
  const running = (async () => {
    for (let number = 0; !isStopped; number += 1) {
      const one = click(`${name}-${number}`);
      underWay.add(one);
      void one.then(() => underWay.delete(one));
      await sleep(EVERY_MS);
    }
  })();

  return {
    answered,
    failures,
    async untilAnswered(count) {
      const enough = answered.size + count;
      while (answered.size < enough) await sleep(EVERY_MS);
    },
    async stop() {
      isStopped = true;
      await running;
      await Promise.all(underWay);
      agent.destroy();
    },
  };
}

function follow(agent: Agent, url: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const sent = request(url, { agent, timeout: 5_000, headers: { 'user-agent': BROWSER_USER_AGENT } });
  sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
  sent.once('error', reject);
  sent.once('response', (answer) => {
    answer.resume();
    answer.once('end', () => resolve(answer.statusCode));
  });
  sent.end();
  return promise;
}
