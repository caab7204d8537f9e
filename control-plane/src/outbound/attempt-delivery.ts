import type { Instant } from '@alyson/schema';
import type { Deps } from '../context.ts';
import { cleanExcerpt } from '../domain/clean-excerpt.ts';
import { type Answer, judgeAnswer } from '../domain/judge-answer.ts';
import { nextAttemptAt, pauseMsAfter } from '../domain/retry-plan.ts';
import type { Tx } from '../io/database.ts';
import type { GuardedAnswer } from '../io/guarded-fetch.ts';
import { composeMessage, type OutboundMessage } from './compose-message.ts';
import { type DeliveryRow, insertAttempt, markDelivered, updateDelivery } from './deliveries.store.ts';
import { markFailing, markWell, pauseUntil, readDestination, stopDestination } from './destinations.store.ts';

const TIMEOUT_MS = 15_000;
const EXCERPT_BYTES = 512;

/** What one request came to. */
interface Tried extends Answer {
  at: Instant;
  tookMs: number;
  excerpt: string | null;
}

/**
 * Makes one attempt at a delivery that this process has claimed, and records it. Dies the process between the two, the
 * same is sent once more, under the same id.
 *
 * @param signal  aborted when the process must end: the attempt is nobody's then
 */
export async function attemptDelivery(deps: Deps, delivery: DeliveryRow, signal: AbortSignal): Promise<void> {
  const destination = await readDestination(deps.db, delivery.destinationId);
  if (!destination) throw new Error(`destination ${delivery.destinationId} is gone`);
  const composed = await composeMessage(deps, destination, delivery);
  if (composed.ok) {
    const tried = await send(deps, composed.message, signal);
    return deps.db.transaction((tx) => record(tx, deps, delivery, tried));
  }
  const { kind, why } = composed;
  const now = new Date(deps.now());
  const state = kind === 'cancelled' ? 'cancelled' : 'given_up';
  await deps.db.transaction((tx) => updateDelivery(tx, delivery, { state, detail: why, finishedAt: now }));
}

async function send(deps: Deps, message: OutboundMessage, signal: AbortSignal): Promise<Tried> {
  const at = deps.now();
  const startedAt = performance.now();
  const { url, method, headers, body } = message;
  const answer = await deps.guardedFetch({
    url,
    method,
    headers,
    ...(body !== null && { body }),
    timeoutMs: TIMEOUT_MS,
    excerptBytes: EXCERPT_BYTES,
    signal,
  });
  return { at, tookMs: Math.round(performance.now() - startedAt), ...read(answer, deps.now()) };
}

function read(answer: GuardedAnswer, now: Instant): Answer & { excerpt: string | null } {
  if (!answer.ok) return { status: null, fault: `It ${answer.detail}.`, retryAt: null, excerpt: null };
  const { status, retryAfter = null, excerpt = '' } = answer;
  return { status, fault: null, retryAt: readRetryAfter(retryAfter, now), excerpt: cleanExcerpt(excerpt) };
}

/** Seconds, or a date (RFC 9110, section 10.2.3). */
function readRetryAfter(text: string | null, now: Instant): Instant | null {
  if (text === null) return null;
  const at = /^\d{1,9}$/.test(text.trim()) ? now + Number(text.trim()) * 1000 : Date.parse(text);
  return Number.isNaN(at) || at <= now ? null : at;
}

async function record(tx: Tx, deps: Deps, delivery: DeliveryRow, tried: Tried): Promise<void> {
  const now = deps.now();
  const verdict = judgeAnswer(tried, now);
  const { id: deliveryId, attempts: number, destinationId } = delivery;
  const { at, tookMs, status, excerpt } = tried;
  const fault = verdict.kind === 'taken' ? null : verdict.fault;
  await insertAttempt(tx, { deliveryId, number, at: new Date(at), tookMs, status, fault, excerpt });
  switch (verdict.kind) {
    case 'taken':
      await markDelivered(tx, delivery, status ?? 200, new Date(now));
      return markWell(tx, destinationId);
    case 'gone':
      await giveUp(tx, delivery, verdict.fault, status, now);
      return stopDestination(tx, destinationId, verdict.fault, new Date(now));
    case 'failed': {
      await retryOrGiveUp(tx, deps, delivery, { ...verdict, status });
      const failures = await markFailing(tx, destinationId, verdict.fault, new Date(now));
      const until = Math.max(now + pauseMsAfter(failures), verdict.notBefore ?? 0);
      return until > now ? pauseUntil(tx, destinationId, new Date(until)) : undefined;
    }
    default:
      return verdict satisfies never;
  }
}

const giveUp = (tx: Tx, delivery: DeliveryRow, detail: string, lastStatus: number | null, now: Instant) =>
  updateDelivery(tx, delivery, { state: 'given_up', detail, lastStatus, finishedAt: new Date(now) });

interface Failure {
  fault: string;
  status: number | null;
  notBefore: Instant | null;
}

function retryOrGiveUp(tx: Tx, deps: Deps, delivery: DeliveryRow, { fault, status, notBefore }: Failure) {
  const failures = delivery.failures + 1;
  const random = (deps.randomBytes(1)[0] ?? 0) / 255;
  const series = { failures, deadline: delivery.deadline.getTime(), notBefore };
  const next = delivery.topic === 'test' ? null : nextAttemptAt(series, deps.now(), random);
  if (next === null) return giveUp(tx, delivery, fault, status, deps.now());
  const nextAttempt = new Date(next);
  return updateDelivery(tx, delivery, { detail: fault, failures, lastStatus: status, nextAttemptAt: nextAttempt });
}
