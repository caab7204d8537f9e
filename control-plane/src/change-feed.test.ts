import { expect, test } from 'vitest';
import { createChangeFeed } from './change-feed.ts';

const click = { topic: 'click' as const, experimentIds: ['exp_1'], count: 1 };

test('given notes of two workspaces, then each learns only its own, with ids to go on from', () => {
  const feed = createChangeFeed('x');
  for (const workspace of ['a', 'b', 'a']) feed.publish(workspace, click);
  expect(feed.since('a', 'x.0')?.map((event) => event.id)).toEqual(['x.1', 'x.3']);
  expect(feed.since('a', 'x.1')?.map((event) => event.id)).toEqual(['x.3']);
  expect(feed.since('b', 'x.3')).toEqual([]);
});

test.each([
  { given: 'an id of before the start', id: 'before.7' },
  { given: 'an id that was never given', id: 'x.5000' },
  { given: 'an id whose followers are no longer kept', id: 'x.0' },
])('given $given, then it says that it does not know', ({ id }) => {
  const feed = createChangeFeed('x');
  for (let i = 0; i < 1001; i += 1) feed.publish('a', click);
  expect(feed.since('a', id)).toBeNull();
});

test('given a subscription that ended, then it hears nothing more', () => {
  const feed = createChangeFeed('x');
  const heard: string[] = [];
  const end = feed.subscribe(({ event }) => heard.push(event.id));
  feed.publish('a', click);
  end();
  feed.publish('a', click);
  expect(heard).toEqual(['x.1']);
});

test('given notes that others may have told meanwhile, then everybody is told that anything may have changed', () => {
  const feed = createChangeFeed('x');
  feed.publish('a', click);
  feed.skip();
  expect(feed.since('a', 'x.1')).toBeNull();
  const heard = feed.since('b', 'x.2') ?? [];
  expect(heard.every(({ experimentIds }) => experimentIds.length === 0)).toBe(true);
  expect(heard.length).toBeGreaterThan(2);
});
