/** `npm run demo`: realistic traffic against the running product, and an account of it at the end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { linkPath, ProblemError } from '@alyson/schema';
import { PlainError, stopWithOneLine } from '../lib/stop-with-one-line.ts';
import { agrees, type Comparison, compare, composeSplitPath, composeTable } from './compare.ts';
import { count, listReleases } from './count.ts';
import { keepGrading } from './grade.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type DemoOptions, readOptions } from './options.ts';
import { play } from './play.ts';
import { findProduct, type Product, type Stage, setStage, untilRouted } from './product.ts';
import { showProgress } from './progress.ts';
import { planVisits } from './visits.ts';

/** Clicks are stored a moment after they were answered; after this long they are missing. */
const SETTLE_WITHIN_MS = 30_000;

export async function demo(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  try {
    const options = readOptions(args);
    const product = await findProduct(environment);
    const tag = Date.now().toString(36);
    const stage = await setStage(product, tag);
    await untilRouted(product, stage);
    introduce(options, product, stage);

    const ledger = openLedger();
    const beganAt = Date.now();
    const stopGrading = keepGrading(product, stage, (fault) => ledger.faults.push(fault));
    const stopProgress = showProgress(product, stage, ledger, beganAt);
    await play({ options, visits: planVisits(options, stage.links, tag), product, stage, ledger });
    stopGrading();
    stopProgress();

    const rows = await compareWhenSettled(product, stage, ledger);
    console.log(`\n${composeTable(rows)}\n\n${composeSplitPath(await listReleases(product, stage), beganAt)}\n`);
    conclude(rows, ledger);
  } catch (error) {
    stopWithOneLine(error instanceof ProblemError ? new PlainError(`The product answered: ${error.message}`) : error);
  }
}

function introduce({ seed, seconds, rate }: DemoOptions, { settings }: Product, { experiment }: Stage): void {
  console.log(`
  ${seconds} s of about ${rate} clicks a second, and what a buyer says about them (seed ${seed}).
  Watch it   ${settings.apiUrl}/experiments/${experiment.id}
  Its links  ${experiment.links.map((link) => settings.routerUrl + linkPath(link)).join('\n             ')}
`);
}

async function compareWhenSettled(product: Product, stage: Stage, ledger: Ledger): Promise<Comparison[]> {
  const deadline = Date.now() + SETTLE_WITHIN_MS;
  for (;;) {
    const rows = compare(ledger, await count(product, stage));
    if (rows.every(agrees) || Date.now() > deadline) return rows;
    await sleep(500);
  }
}

/** Ends the process with 1 when sent and counted disagree, or anything went wrong on the way. */
function conclude(rows: readonly Comparison[], { faults }: Ledger): void {
  const kinds = [...new Set(faults)];
  for (const fault of kinds.slice(0, 5)) console.error(`  ${fault}`);
  if (kinds.length > 5) console.error(`  … and ${kinds.length - 5} other faults`);
  if (!rows.every(agrees)) throw new PlainError('What was sent and what was counted disagree; the table says where.');
  if (faults.length > 0) throw new PlainError(`${faults.length} requests went wrong.`);
  console.log('  Everything that was sent was counted, once.\n');
}
