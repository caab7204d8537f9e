import type { Click } from '@alyson/schema';
import type { Context, Env } from 'hono';
import type { Counters } from '../counters.ts';
import { buildDestination } from '../domain/build-destination.ts';
import { type Draw, makeDraw, mintClickId, type SigningKey } from '../domain/click-id.ts';
import { type Decision, decide } from '../domain/decide.ts';
import { type AnsweredClick, describeClick } from '../domain/describe-click.ts';
import { findJoinKey, type JoinKey } from '../domain/join-key.ts';
import { keyedHash } from '../domain/keyed-hash.ts';
import { type LinkTarget, readLinkTarget } from '../domain/link-target.ts';
import { makeQuerySafe } from '../domain/percent-encode.ts';
import type { Inbound } from '../io/inbound.ts';
import type { Log } from '../log.ts';
import type { ReleaseMemory } from '../release-memory.ts';
import { readVisitor, readVisitorFacts } from './read-visitor.ts';

export interface FollowLinkDeps<E extends Env> {
  readonly readInbound: (c: Context<E>) => Inbound;
  readonly releases: ReleaseMemory;
  /** Makes sure that a link's bundle is in memory; null where it is, which is nearly always (R20). */
  readonly warmUp: (c: Context<E>, address: string | null) => Promise<void> | null;
  /** Keeps a click. A promise: the answer waits for it. Null: it is kept after the answer. */
  readonly record: (c: Context<E>, describe: () => Click) => Promise<void> | null;
  readonly signing: SigningKey;
  /** The deployment's own fallback. It gets no parameters (R24). */
  readonly fallbackUrl: string;
  readonly now: () => number;
  /** Two unsigned 32-bit integers. */
  readonly random: () => readonly [number, number];
  readonly counters: Counters;
  readonly log: Log;
}

/** One click: request, facts, decision, redirect. Whatever happens, the person lands somewhere (R18). */
export function followLink<E extends Env>(deps: FollowLinkDeps<E>) {
  return (c: Context<E>): Response | Promise<Response> => {
    const inbound = deps.readInbound(c);
    if (inbound.method !== 'GET' && inbound.method !== 'HEAD') return methodNotAllowed();
    const target = readLinkTarget(
      inbound.target,
      deps.releases.hostOf(() => inbound.header('host')),
    );
    const answer = () => {
      const click = chooseDestination(deps, inbound, target);
      const response = redirectTo(click.location);
      if (inbound.method === 'HEAD' || target.address === null) return passBy(deps, target, response);
      const kept = keep(deps, c, inbound, click);
      return kept === null ? response : kept.then(() => response);
    };
    const cold = deps.warmUp(c, target.address);
    return cold === null ? answer() : cold.then(answer);
  };
}

/** The redirect of R11. The length spares Node a chunked empty body. */
export const redirectTo = (location: string): Response =>
  new Response(null, {
    status: 302,
    headers: {
      location,
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
      'content-length': '0',
    },
  });

const methodNotAllowed = (): Response => new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });

interface ChosenClick extends AnsweredClick {
  readonly location: string;
}

function chooseDestination<E extends Env>(deps: FollowLinkDeps<E>, inbound: Inbound, target: LinkTarget): ChosenClick {
  const draw = makeDraw(deps.now(), deps.random());
  try {
    const key = findJoinKey(target.parameters);
    const facts = { address: target.address, joinKey: key?.value ?? null, draw: draw.text };
    return locate(deps, inbound, target, draw, key, decide(deps.releases.links(), facts));
  } catch (fault) {
    deps.counters.faults += 1;
    deps.log('error', 'click fell back after a fault', { fault: fault instanceof Error ? fault.message : 'unknown' });
    const decision: Decision = { kind: 'fallback', reason: 'error', link: null, release: null, fallback: null };
    return locate(deps, inbound, target, draw, null, decision);
  }
}

/** Where a decision leads to, and the id of the click that says so. */
function locate<E extends Env>(
  deps: FollowLinkDeps<E>,
  inbound: Inbound,
  { rawQuery, pairs, parameters }: LinkTarget,
  draw: Draw,
  found: JoinKey | null,
  decision: Decision,
): ChosenClick {
  const agent = decision.kind === 'agent' ? decision.agent : null;
  const template = decision.kind === 'agent' ? decision.agent.landing : decision.fallback;
  const numbers = {
    experimentNumber: decision.release?.experimentNumber ?? 0,
    agentNumber: agent?.number ?? 0,
    releaseNumber: decision.release?.number ?? 0,
  };
  const id = mintClickId(draw, numbers, deps.signing);
  const key: JoinKey = found ?? { value: id, source: 'minted', others: [] };
  const location = template
    ? buildDestination(template, rawQuery, key, {
        pairs,
        utmContent: makeQuerySafe(key.value),
        clickId: id,
        experimentId: decision.release?.experimentId ?? '',
        agentId: agent?.id ?? '',
        at: draw.at,
        visitor: () => readVisitorFacts(inbound),
      })
    : deps.fallbackUrl;
  return { id, draw, key, decision, parameters, location };
}

/** A HEAD request, or one for no link at all: answered as any other, recorded never (R4). */
function passBy<E extends Env>(deps: FollowLinkDeps<E>, { address }: LinkTarget, response: Response): Response {
  if (address === null) deps.counters.strays += 1;
  return response;
}

/** Hands a click to the sink. A fault here costs the record, never the redirect. */
function keep<E extends Env>(
  deps: FollowLinkDeps<E>,
  c: Context<E>,
  inbound: Inbound,
  click: AnsweredClick,
): Promise<void> | null {
  deps.counters.answered += 1;
  try {
    return deps.record(c, () => {
      const hashAddress = (address: string) => keyedHash(deps.signing, 'address', address);
      return describeClick(click, readVisitor(inbound, hashAddress), inbound.edge, deps.signing);
    });
  } catch (fault) {
    deps.counters.lost += 1;
    deps.log('error', 'click could not be recorded', { fault: fault instanceof Error ? fault.message : 'unknown' });
    return null;
  }
}
