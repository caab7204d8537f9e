import {
  type ActorKind,
  type ChangeEvent,
  type Instant,
  type Permission,
  ProblemError,
  type Role,
} from '@alyson/schema';
import type { ChangeFeed } from './change-feed.ts';
import type { Config } from './config.ts';
import type { Counters } from './counters.ts';
import type { RateLimits } from './http/rate-limits.ts';
import type { SignIn } from './http/sign-in.ts';
import type { DataKeys } from './io/data-keys.ts';
import type { Database } from './io/database.ts';
import type { Edge } from './io/edge.ts';
import type { GuardedFetch } from './io/guarded-fetch.ts';
import type { IdentityProvider } from './io/identity-provider.ts';
import type { IpTable } from './io/ip-table.ts';
import type { Logger } from './io/log.ts';
import type { NewId } from './io/new-id.ts';
import type { Tune } from './io/tune.ts';

/** Whoever makes a change. `optimizer` is an accepted grading run, `system` the control plane itself. */
export interface Actor {
  kind: ActorKind;
  id: string | null;
  name: string;
  email: string | null;
  /** Of a person; a program's token names its permissions instead. */
  role: Role | null;
  permissions: readonly Permission[];
  /** Of a person: the session that asks. */
  sessionId?: string;
}

export const OPTIMIZER: Actor = {
  kind: 'optimizer',
  id: null,
  name: 'Optimizer',
  email: null,
  role: null,
  permissions: [],
};
export const SYSTEM: Actor = {
  kind: 'system',
  id: null,
  name: 'Alyson Router',
  email: null,
  role: null,
  permissions: [],
};

/** A note for the panel that something changed (C10). */
export interface Change extends Omit<ChangeEvent, 'id'> {
  /** Where it changed; the context's own workspace when absent. */
  workspaceId?: string;
}

/** What the root builds once, and every part is given. */
export interface Deps {
  config: Config;
  db: Database;
  now(): Instant;
  newId: NewId;
  /** Cryptographically random. */
  randomBytes(count: number): Uint8Array;
  dataKeys: DataKeys;
  log: Logger;
  counters: Counters;
  changes: ChangeFeed;
  /** Where bundles are pushed to. */
  edges: readonly Edge[];
  /** Asks addresses that users of the product name, and nothing that only this machine can reach. */
  guardedFetch: GuardedFetch;
  /** Where addresses are, in a table that somebody else keeps; null: what was imported here. */
  ipTable: IpTable | null;
  tune: Tune;
  signIn: SignIn;
  /** Null where none is configured. */
  identityProvider: IdentityProvider | null;
  limits: RateLimits;
}

/** Of a change that another person proposed. */
interface Approval {
  proposedBy: string;
  reason: string;
}

/** What a use case needs to know of its caller and of the outside: one per request, or per step of a background task. */
export interface Context extends Omit<Deps, 'changes' | 'edges' | 'signIn'> {
  actor: Actor;
  /** Every query is bound to it: nobody sees another workspace's rows (G7). */
  workspaceId: string;
  requestId: string | null;
  /** Set while a change is made, or rehearsed, that was proposed to a second person (C9). */
  approval?: Approval;
  /** Aborted when the caller has hung up: nothing needs waiting for any more. */
  signal: AbortSignal;
  /** Tells the panel and the relay. In a request it waits until what was changed is committed; elsewhere call it after. */
  publishChange(change: Change): void;
}

const NEVER = new AbortController().signal;

/** A context of the control plane's own doing, outside any request. */
export function backgroundContext(deps: Deps, workspaceId: string, actor: Actor = SYSTEM): Context {
  const publishChange = (change: Change) => announce(deps, workspaceId, change);
  return { ...deps, actor, workspaceId, requestId: null, signal: NEVER, publishChange };
}

/** Does something of the control plane's own. What it wants to have told is told when it is done: its transactions are committed. */
export async function inBackground<T>(
  deps: Deps,
  workspaceId: string,
  act: (ctx: Context) => Promise<T>,
  actor?: Actor,
): Promise<T> {
  const changes: Change[] = [];
  const publishChange = (change: Change) => void changes.push(change);
  const result = await act({ ...backgroundContext(deps, workspaceId, actor), publishChange });
  for (const change of changes) announce(deps, workspaceId, change);
  return result;
}

/** Passes a note on to whoever listens in this process. */
export function announce({ changes }: Deps, ownWorkspaceId: string, change: Change): void {
  const { workspaceId = ownWorkspaceId, topic, experimentIds, count } = change;
  changes.publish(workspaceId, { topic, experimentIds, count });
}

/** @throws ProblemError `forbidden` when the actor lacks the permission */
export function authorize(actor: Actor, permission: Permission): void {
  if (!actor.permissions.includes(permission))
    throw new ProblemError('forbidden', `This needs the permission ${permission}.`);
}
