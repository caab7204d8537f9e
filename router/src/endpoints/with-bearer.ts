import type { Context } from 'hono';
import { equalsInConstantTime } from '../domain/constant-time.ts';

type Answer = (c: Context) => Response | Promise<Response>;

/** Answers those who know the token. */
export function withBearer(token: string, answer: Answer): Answer {
  const expected = `Bearer ${token}`;
  return (c) =>
    equalsInConstantTime(c.req.header('authorization') ?? '', expected)
      ? answer(c)
      : c.json({ reason: 'unauthenticated' }, 401);
}
