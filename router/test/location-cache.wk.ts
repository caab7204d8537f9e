import type { Door } from './isolate.wk.ts';

/**
 * What Cloudflare puts before an entrypoint with a cache, and an open-source workerd does not: one answer for everybody at a
 * location, for as long as it says of itself; an old one while the entrypoint fails, as long as it allows.
 */
export function createLocationCache(door: Door): Door {
  const kept = new Map<string, { answer: Response; at: number }>();
  const seconds = (answer: Response, name: string) =>
    Number(new RegExp(`${name}=(\\d+)`).exec(answer.headers.get('cache-control') ?? '')?.[1] ?? 0);
  const give = (answer: Response, asked: string | null) =>
    asked === answer.headers.get('etag')
      ? new Response(null, { status: 304, headers: answer.headers })
      : answer.clone();

  return {
    async fetch(url: RequestInfo | URL, init?: RequestInit) {
      const key = String(url);
      const asked = new Headers(init?.headers).get('if-none-match');
      const old = kept.get(key);
      const age = old ? (Date.now() - old.at) / 1_000 : 0;
      if (old && age < seconds(old.answer, 'max-age')) return give(old.answer, asked);
      const tag = old?.answer.headers.get('etag');
      const answer = await door.fetch(key, { headers: tag ? { 'if-none-match': tag } : {} });
      if (old && answer.status >= 500)
        return age < seconds(old.answer, 'max-age') + seconds(old.answer, 'stale-if-error')
          ? give(old.answer, asked)
          : answer;
      const fresh = old && answer.status === 304 ? old.answer : answer;
      if (fresh.ok) kept.set(key, { answer: fresh.clone(), at: Date.now() });
      return give(fresh, asked);
    },
  };
}
