/** One line that says how far the demo is and where the split stands. */
import { apportion, MICROS_PER_UNIT } from '@alyson/schema';
import type { Ledger } from './ledger.ts';
import type { Product, Stage } from './product.ts';

const TERMINAL_EVERY_MS = 1_000;
/** Where lines cannot be written over, fewer of them. */
const PLAIN_EVERY_MS = 10_000;

/** @returns stops it */
export function showProgress(product: Product, stage: Stage, ledger: Ledger, beganAt: number): () => void {
  const isTerminal = process.stdout.isTTY;
  const show = async () => {
    const split = await readSplit(product, stage).catch(() => '(no answer)');
    const { person, bot } = ledger.visits;
    const counts = `${(person + bot).toLocaleString('en-US')} clicks · ${ledger.events.lead} leads · ${ledger.events.sale} sales`;
    const revenue = Math.round(ledger.revenueMicros() / MICROS_PER_UNIT).toLocaleString('en-US');
    const seconds = `${Math.round((Date.now() - beganAt) / 1000)} s`.padStart(6);
    const line = `${seconds}  ${counts} · $${revenue}   ${split}`;
    // A line that wraps cannot be written over.
    process.stdout.write(isTerminal ? `\r\x1b[K${line.slice(0, process.stdout.columns - 1)}` : `${line}\n`);
  };
  const timer = setInterval(() => void show(), isTerminal ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS);
  return () => {
    clearInterval(timer);
    if (isTerminal) process.stdout.write('\r\x1b[K');
  };
}

async function readSplit({ api }: Product, { experiment }: Stage): Promise<string> {
  const { agents, release } = await api.getExperiment({ params: { experimentId: experiment.id } });
  const percents = apportion(
    agents.map(({ weightBasisPoints }) => weightBasisPoints),
    100,
  );
  const shares = agents.map(({ letter }, i) => `${letter} ${percents[i]}%`);
  return `${shares.join('  ')}   release ${release?.number ?? '–'}`;
}
