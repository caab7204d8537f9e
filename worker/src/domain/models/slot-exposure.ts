import type { Instant } from '@alyson/schema';

/** One agent's clicks and events (leads, or paying clicks) of one slot, by date of click. */
export interface SlotCount {
  clicks: number;
  events: number;
}

/** One agent's counts by the start of their slot. */
export type SlotCounts = ReadonlyMap<Instant, SlotCount>;

/**
 * What one agent's data is worth: `events / clicks` is its rate where clicks are as good as on average, and `events` says
 * how well that is known. Both are what was counted while the split stood still, and less than that where it moved.
 */
export interface Exposure {
  events: number;
  clicks: number;
}

/** Neighbouring slots: all agents' events together, and clicks by agent. */
interface Block {
  events: number;
  clicks: number[];
}

/**
 * In blocks this large even an agent at a floor of 5% has some clicks to be compared by; in smaller ones much would be
 * lost. A busy experiment has a block per hour, a quiet one a block per day or so, within which nothing is corrected.
 */
const CLICKS_PER_BLOCK = 200;
const ROUNDS = 50;

/**
 * Takes out what time does to all agents alike. While weights move, an agent may get most of its clicks in good hours, or
 * in the newest ones, whose buyers have not reported yet; counted plainly, that would pass for the agent's own doing.
 *
 * Events are modelled as (agent's rate) × (block's quality) × (clicks) and fitted by turns, so that agents are compared
 * within blocks only. Qualities average 1 over all clicks: the overall level stays what was seen.
 */
export function exposuresOf(agents: readonly SlotCounts[]): Exposure[] {
  const blocks = blocksOf(agents);
  const events = agents.map((counts) => sum([...counts.values()].map((count) => count.events)));
  let adjusted = blocks;
  for (let round = 0; round < ROUNDS; round += 1) adjusted = weighClicks(blocks, smoothRates(events, adjusted));
  const worth = worthOf(smoothRates(events, adjusted), adjusted);
  return events.map((count, agent) => ({
    events: count * (worth[agent] ?? 1),
    clicks: clicksOf(adjusted, agent) * (worth[agent] ?? 1),
  }));
}

/** In order of time, so that sums come out the same however the input is ordered. */
function blocksOf(agents: readonly SlotCounts[]): Block[] {
  const starts = [...new Set(agents.flatMap((counts) => [...counts.keys()]))].sort((a, b) => a - b);
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const start of starts) {
    if (!open || sum(open.clicks) >= CLICKS_PER_BLOCK) {
      open = { events: 0, clicks: agents.map(() => 0) };
      blocks.push(open);
    }
    for (const [agent, counts] of agents.entries()) {
      open.events += counts.get(start)?.events ?? 0;
      open.clicks[agent] = (open.clicks[agent] ?? 0) + (counts.get(start)?.clicks ?? 0);
    }
  }
  return blocks;
}

/** Half an event at everybody's rate keeps an agent without events from a rate of 0. */
function smoothRates(events: readonly number[], blocks: readonly Block[]): number[] {
  const clicks = events.map((_, agent) => clicksOf(blocks, agent));
  const common = (sum(events) + 0.5) / (sum(clicks) + 1);
  return events.map((count, agent) => (count + 0.5) / ((clicks[agent] ?? 0) + 0.5 / common));
}

/** The blocks with their clicks weighted by quality: a block's events by those that its clicks bring on average. */
function weighClicks(blocks: readonly Block[], rates: readonly number[]): Block[] {
  const qualities = blocks.map((block) => {
    const expected = sum(expectedEvents(block, rates));
    return expected > 0 ? block.events / expected : 1;
  });
  const total = sum(blocks.map(({ clicks }) => sum(clicks)));
  const weighted = sum(blocks.map(({ clicks }, i) => sum(clicks) * (qualities[i] ?? 1)));
  // Without any event, there is nothing to tell one block from another by.
  if (weighted === 0) return [...blocks];
  return blocks.map(({ events, clicks }, i) => ({
    events,
    clicks: clicks.map((count) => (count * (qualities[i] ?? 1) * total) / weighted),
  }));
}

/**
 * How much of each agent's data serves to compare it, from 0 to 1. Within a block, the information on one agent against
 * the rest is m·(1 − m/μ), for m of μ expected events; a block that one agent has to itself says nothing. Against that
 * stands the same for all blocks in one, which is as much only if the split never moved.
 */
function worthOf(rates: readonly number[], blocks: readonly Block[]): number[] {
  const byBlock = blocks.map((block) => expectedEvents(block, rates));
  const information = (expected: readonly number[], agent: number) => {
    const own = expected[agent] ?? 0;
    return own > 0 ? own * (1 - own / sum(expected)) : 0;
  };
  return rates.map((_, agent) => {
    const atMost = information(
      rates.map((_, each) => sum(byBlock.map((expected) => expected[each] ?? 0))),
      agent,
    );
    return atMost > 0 ? Math.min(1, sum(byBlock.map((expected) => information(expected, agent))) / atMost) : 1;
  });
}

const expectedEvents = ({ clicks }: Block, rates: readonly number[]): number[] =>
  clicks.map((count, agent) => count * (rates[agent] ?? 0));

const clicksOf = (blocks: readonly Block[], agent: number): number =>
  sum(blocks.map(({ clicks }) => clicks[agent] ?? 0));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
