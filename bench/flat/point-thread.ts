/** A click in one world, measured from its target to its Location. */
import { workerData } from 'node:worker_threads';
import { compileRouting, type Links, routeClick, signingKeyOf, sipKeyOf } from '@alyson/router/domain';
import { flat } from '../decide/split.ts';
import { offerRounds } from '../rounds.ts';
import { TargetRequest } from '../target-request.ts';
import { createTargets } from './targets.ts';
import { makeBundles, type World } from './world.ts';

const world = workerData as World;
/** As many as there are links at most, and the same number in every world: what they take of the cache is the same. */
const CLICKS = 10_000;

const links: Links = new Map(makeBundles(world).flatMap((bundle) => [...compileRouting(bundle, null).compiled.links]));
const signing = signingKeyOf(new Map([[0, sipKeyOf(new Uint8Array(16).fill(1))]]));
const routing = { links, signing, fallbackUrl: 'https://fallback.example.com/' };
const targetOf = createTargets(world.clicked, world.queryBytes);
const targets = Array.from({ length: CLICKS }, (_, click) => flat(targetOf(click)));
for (const target of targets) {
  const { decision } = routeClick(routing, new TargetRequest(target));
  if (decision.reason !== 'split') throw new Error(`a click went another way: ${decision.reason}`);
}
offerRounds(CLICKS, (turn) => routeClick(routing, new TargetRequest(targets[turn] ?? '')).location);
