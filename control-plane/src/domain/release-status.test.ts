import { expect, test } from 'vitest';
import { releaseStatus } from './release-status.ts';

const clicks = (...pairs: [releaseNumber: number, clicks: number][]) =>
  pairs.map(([releaseNumber, count]) => ({ releaseNumber, clicks: count }));

test.each([
  { given: 'no edge holds it', isConfirmed: false, recent: clicks([7, 100]), status: 'publishing' },
  { given: 'an edge holds it and nobody clicks', isConfirmed: true, recent: [], status: 'published' },
  { given: '98% of the clicks carry it', isConfirmed: true, recent: clicks([6, 2], [7, 98]), status: 'published' },
  { given: '99% of the clicks carry it', isConfirmed: true, recent: clicks([6, 1], [7, 99]), status: 'applied' },
  { given: 'later releases carry the clicks', isConfirmed: true, recent: clicks([8, 50], [9, 50]), status: 'applied' },
])('R22: given $given, then it is $status', ({ isConfirmed, recent, status }) =>
  expect(releaseStatus({ number: 7, isConfirmed }, recent)).toBe(status),
);
