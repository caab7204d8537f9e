import { LINK } from './link.ts';

/** What the story itself asks is in no log: its tokens all begin like this. */
export const OWN = 'story-';

/** One click beside the stream. @returns where it leads */
export async function follow(port: number): Promise<string> {
  const token = `${OWN}${crypto.randomUUID()}`;
  const answer = await fetch(`http://127.0.0.1:${port}${LINK}&utm_content=${token}`, { redirect: 'manual' });
  await answer.body?.cancel();
  return answer.headers.get('location') ?? '';
}
