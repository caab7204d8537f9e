import { expect, test } from 'vitest';
import { OpenStreams } from './open-streams.ts';

test('C10: given a caller with thirty streams, then another is refused until one is closed, and others are not', () => {
  const streams = new OpenStreams();
  const [first = () => undefined] = Array.from({ length: 30 }, () => streams.take('someone'));
  expect(() => streams.take('someone')).toThrow(/30 streams/);
  streams.take('somebody else');
  first();
  first(); // twice closed is one place
  streams.take('someone');
  expect(() => streams.take('someone')).toThrow(/30 streams/);
});
