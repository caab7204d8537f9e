import { setTimeout as sleep } from 'node:timers/promises';
import type { Findings } from './check-history.ts';
import { type ClickClient, sentIn } from './click-client.ts';
import type { Played, Volume } from './scenario.ts';
import { until } from './until.ts';

const WARM_UP_MS = 1_000;
const DELIVERED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;

export interface Outage {
  readonly client: ClickClient;
  readonly volume: Volume;
  readonly begin: () => Promise<void>;
  /** Something done while it lasts, beside the clicks. */
  readonly meanwhile?: (ms: number) => Promise<void>;
  readonly end: () => Promise<void>;
  /** Whether everything is as before. */
  readonly isOver: () => boolean | Promise<boolean>;
  readonly recoverWithinMs: number;
}

/** A calm stretch, the fault, the recovery: clicks flow through all three. */
export async function playOutage(outage: Outage): Promise<Played> {
  const { client, volume, begin, meanwhile = sleep, end, isOver, recoverWithinMs } = outage;
  await client.flow(WARM_UP_MS);
  const calm = await client.flow(volume.calmMs);
  await begin();
  const [fault] = await Promise.all([client.flow(volume.faultMs), meanwhile(volume.faultMs)]);
  await end();
  const recoveryMs = await until('everything is as before the fault', isOver, recoverWithinMs);
  const log = await client.stop();
  return { log, calm: sentIn(log, calm), fault: sentIn(log, fault), recoveryMs };
}

/** Waits for what is still on its way; what never comes is for the findings to tell. */
export async function settled(
  look: () => Findings | Promise<Findings>,
  withinMs: number = DELIVERED_WITHIN_MS,
): Promise<Findings> {
  let findings = await look();
  const isStored = async () => {
    findings = await look();
    return findings.lost.length === 0;
  };
  await until('every click is stored', isStored, withinMs, LOOK_EVERY_MS).catch(() => undefined);
  return findings;
}
