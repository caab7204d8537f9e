/** The demo's time: visitors come, and the buyer reports what became of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReportedEvent } from '@alyson/schema';
import { createRandom } from '../lib/random.ts';
import { sendReport } from './buyer.ts';
import { checkLanding, type Landing } from './check-landing.ts';
import { createVisitors } from './follow-link.ts';
import { planSteps, sendSteps } from './landing-pages.ts';
import type { Ledger } from './ledger.ts';
import type { DemoOptions } from './options.ts';
import { type Manner, planReports, planStrangers } from './plan-reports.ts';
import type { Product, Stage } from './product.ts';
import type { Visit } from './visits.ts';

/** How long before its click an early report comes. */
const EARLY_BY_MS = 1_500;
/** What is still to be reported when the last visitor has come is reported within this. */
const LAST_REPORTS_MS = 6_000;

export interface Scene {
  options: DemoOptions;
  visits: Visit[];
  product: Product;
  stage: Stage;
  ledger: Ledger;
}

/** Resolves when everybody has come and everything has been reported. What goes wrong is noted in the ledger. */
export async function play({ options, visits, product, stage, ledger }: Scene): Promise<void> {
  const beganAt = Date.now();
  const endsAt = beganAt + options.seconds * 1000;
  const visitors = createVisitors(product.settings.localRouterUrl);
  const underWay = new Set<Promise<void>>();
  const begin = (step: Promise<void>) => {
    const done = step.catch((error: unknown) => void ledger.faults.push(String(error)));
    underWay.add(done);
    void done.then(() => underWay.delete(done));
  };

  for (const { delayMs, event, manner } of planStrangers(createRandom(options.seed, 'strangers'), options.seconds))
    begin(report(beganAt + delayMs, event, manner));
  for (const visit of visits) if (visit.isReportedEarly) begin(reportEarly(visit));
  for (const visit of visits) {
    await sleepUntil(beganAt + visit.atMs);
    begin(follow(visit));
  }
  while (underWay.size > 0) await Promise.all(underWay);
  visitors.leave();

  async function follow(visit: Visit): Promise<void> {
    const { status, location } = await visitors.follow(visit);
    if (status !== 302) throw new Error(`A click was answered with ${status} instead of a redirect.`);
    ledger.visits[visit.kind] += 1;
    const landing = checkLanding(visit, location);
    if ('fault' in landing) throw new Error(landing.fault);
    ledger.landings += 1;
    if (visit.kind !== 'person') return;
    const random = createRandom(options.seed, 'outcome', visit.number);
    const reports = visit.isReportedEarly ? [] : planReports(random, landing.agent, landing.key);
    // Of two clicks of one person the page reports once, and nobody could say of which.
    if (visit.number >= 0) begin(browse(visit, landing, visit.isReportedEarly || reports.length > 0));
    for (const { delayMs, event, manner } of reports) {
      const dueAt = Date.now() + delayMs / options.speed;
      begin(report(Math.min(dueAt, endsAt + random.next() * LAST_REPORTS_MS), event, manner));
    }
  }

  async function browse({ number }: Visit, { agent, key }: Landing, isLead: boolean): Promise<void> {
    const random = createRandom(options.seed, 'page', number);
    const steps = planSteps(random, agent, isLead);
    if (steps.length === 0) return;
    await sendSteps(stage.segment, random, key, steps);
    for (const step of steps) ledger.steps[step] += 1;
  }

  async function reportEarly({ number, atMs, query }: Visit): Promise<void> {
    const key = /(?:^|&)utm_content=([^&]+)/.exec(query)?.[1] ?? '';
    await report(beganAt + atMs - EARLY_BY_MS, { type: 'lead', event_id: `early-${number}`, utm_content: key }, 'once');
    ledger.early += 1;
  }

  async function report(atMs: number, event: ReportedEvent, manner: Manner): Promise<void> {
    await sleepUntil(atMs);
    const statuses = await sendReport(stage.buyer, event, manner);
    const isExpected = (status: number) =>
      manner === 'forged' || manner === 'stale' ? status === 401 : status >= 200 && status < 300;
    if (!statuses.every(isExpected)) throw new Error(`A ${manner} report was answered with ${statuses.join(' and ')}.`);
    ledger.note(event, manner);
  }
}

async function sleepUntil(atMs: number): Promise<void> {
  const waitMs = atMs - Date.now();
  if (waitMs > 0) await sleep(waitMs);
}
