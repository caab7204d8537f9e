import { expect, test } from 'vitest';
import { createChangeFeed } from './change-feed.ts';

const click = { topic: 'click' as const, experimentIds: ['exp_1'], count: 1 };

test('given notes of two workspaces, then each learns only its own, with ids that rise', () => {
  const feed = createChangeFeed(100);
  for (const workspace of ['a', 'b', 'a']) feed.publish(workspace, click);
  expect(feed.since('a', 100)?.map((event) => event.id)).toEqual([101, 103]);
  expect(feed.since('a', 101)?.map((event) => event.id)).toEqual([103]);
  expect(feed.since('b', 103)).toEqual([]);
});

test.each([
  { given: 'an id of before the start', id: 99 },
  { given: 'an id that was never given', id: 5000 },
  { given: 'an id whose followers are no longer kept', id: 100 },
])('given $given, then it says that it does not know', ({ id }) => {
  const feed = createChangeFeed(100);
  for (let i = 0; i < 1001; i += 1) feed.publish('a', click);
  expect(feed.since('a', id)).toBeNull();
});

test('given a subscription that ended, then it hears nothing more', () => {
  const feed = createChangeFeed(0);
  const heard: number[] = [];
  const end = feed.subscribe(({ event }) => heard.push(event.id));
  feed.publish('a', click);
  end();
  feed.publish('a', click);
  expect(heard).toEqual([1]);
});
