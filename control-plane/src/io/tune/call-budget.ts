import type { Instant } from '@alyson/schema';

/** TUNE allows a network 50 calls in ten seconds. What we leave is for whoever else calls it. */
const CALLS = 40;
const WINDOW_MS = 10_000;

/** Lets calls through by network: none when forty were made in the last ten seconds. First come, first served. */
export function createCallBudget({ now, wait }: { now(): Instant; wait(ms: number): Promise<unknown> }) {
  const networks = new Map<string, { made: Instant[]; turn: Promise<void> }>();

  async function takeTurn(made: Instant[]): Promise<void> {
    for (;;) {
      while (made.length > 0 && (made[0] ?? 0) <= now() - WINDOW_MS) made.shift();
      const [oldest] = made;
      if (made.length < CALLS || oldest === undefined) break;
      await wait(oldest + WINDOW_MS - now());
    }
    made.push(now());
  }

  return (networkId: string): Promise<void> => {
    const network = networks.get(networkId) ?? { made: [], turn: Promise.resolve() };
    networks.set(networkId, network);
    network.turn = network.turn.then(() => takeTurn(network.made));
    return network.turn;
  };
}
