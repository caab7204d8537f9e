import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Actor, Deps } from '../context.ts';
import type { Caller } from './authenticate.ts';

/** What travels with a request through Hono. */
export interface AppEnv {
  /** Absent in tests, which have no socket. */
  Bindings: Partial<HttpBindings>;
  Variables: { deps: Deps; requestId: string; actor?: Actor; caller?: Caller };
}

export type App = Hono<AppEnv>;
