/** The landing pages' own software: Segment tells what visitors do there, signed, and some of it twice. */
import { createHmac } from 'node:crypto';
import type { PageStep } from '@alyson/schema';
import { fetchInTime } from '../lib/fetch-in-time.ts';
import type { Random } from '../lib/random.ts';
import type { DemoAgent } from './agents.ts';

export interface SegmentAccount {
  webhookUrl: string;
  secret: string;
}

/** Ad blockers and closed tabs: of so many visitors the page reports nothing. */
const UNSEEN_SHARE = 0.08;
const REPEATED_SHARE = 0.04;

/** How far a visitor gets on a page. @param isLead  leads have come all the way */
export function planSteps(random: Random, agent: DemoAgent, isLead: boolean): PageStep[] {
  const isUnseen = random.chance(UNSEEN_SHARE);
  const starts = isLead || random.chance(agent.startRate);
  const submits = isLead || (starts && random.chance(agent.leadRate));
  if (isUnseen) return [];
  return ['viewed', ...(starts ? (['quiz_started'] as const) : []), ...(submits ? (['quiz_submitted'] as const) : [])];
}

/**
 * Sends a visitor's steps as one batch, a few of them twice.
 *
 * @param key  as the page's address holds it, raw
 * @throws Error when there is no answer, or another than 2xx
 */
export async function sendSteps(
  account: SegmentAccount,
  random: Random,
  key: string,
  steps: readonly PageStep[],
): Promise<void> {
  const at = new Date().toISOString();
  const messages = steps.map((step) => ({
    ...messageOf(step, key),
    messageId: `demo-${random.token(20)}`,
    timestamp: at,
  }));
  const isRepeated = random.chance(REPEATED_SHARE);
  for (const batch of isRepeated ? [messages, messages] : [messages]) await post(account, JSON.stringify(batch));
}

function messageOf(step: PageStep, key: string) {
  const search = `?utm_content=${key}`;
  const context = { page: { url: `https://www.example.com/${search}`, search } };
  switch (step) {
    case 'viewed':
      return { type: 'page', anonymousId: 'demo', name: 'Landing page', properties: {}, context };
    case 'quiz_started':
      return { type: 'track', anonymousId: 'demo', event: 'Quiz Started', properties: {}, context };
    case 'quiz_submitted':
      return { type: 'track', anonymousId: 'demo', event: 'Quiz Submitted', properties: {}, context };
    default:
      return step satisfies never;
  }
}

async function post({ webhookUrl, secret }: SegmentAccount, body: string): Promise<void> {
  const signature = createHmac('sha1', secret).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-segment-signature': signature };
  const answer = await fetchInTime(webhookUrl, { method: 'POST', body, headers });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`Page events were answered with ${answer.status}.`);
}
