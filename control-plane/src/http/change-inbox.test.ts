import { expect, test } from 'vitest';
import { createChangeFeed } from '../change-feed.ts';
import { openInbox } from './change-inbox.ts';

const click = { topic: 'click' as const, experimentIds: [], count: 1 };

test('given nothing happens, then it says so after the time, and a note after that still comes', async () => {
  const feed = createChangeFeed('x');
  const inbox = openInbox(feed, 'ws', null);
  expect(await inbox.next(5)).toBe('nothing');
  const next = inbox.next(60_000);
  feed.publish('ws', click);
  expect(await next).toMatchObject({ id: 'x.1' });
});

test('given it is closed, or the process stops, while somebody waits, then the wait ends', async () => {
  const feed = createChangeFeed('x');
  const [closed, stopped] = [openInbox(feed, 'ws', null), openInbox(feed, 'ws', null)];
  const waits = [closed.next(60_000), stopped.next(60_000)];
  closed.close();
  feed.end();
  expect(await Promise.all(waits)).toEqual(['ended', 'ended']);
  expect(await openInbox(feed, 'ws', null).next(60_000)).toBe('ended');
});

test('given a reader that does not keep up, then it is cut off rather than kept for ever', async () => {
  const feed = createChangeFeed('x');
  const inbox = openInbox(feed, 'ws', null);
  for (let i = 0; i < 1001; i += 1) feed.publish('ws', click);
  expect(await inbox.next(5)).toBe('ended');
});
