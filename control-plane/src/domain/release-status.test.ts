import { expect, test } from 'vitest';
import { type ReleaseClicks, releaseStatus } from './release-status.ts';

const at = (edge: string, releaseNumber: number, clicks: number, secondsAgo = 1): ReleaseClicks => ({
  edge,
  releaseNumber,
  clicks,
  newestAt: 1_000_000 - secondsAgo * 1_000,
});

test.each([
  { given: 'no edge holds it', isConfirmed: false, recent: [at('FRA', 7, 100)], status: 'publishing' },
  { given: 'an edge holds it and nobody clicks', isConfirmed: true, recent: [], status: 'published' },
  {
    given: '98% of the clicks carry it',
    isConfirmed: true,
    recent: [at('FRA', 6, 2, 20), at('FRA', 7, 98)],
    status: 'published',
  },
  {
    given: '99% of the clicks carry it',
    isConfirmed: true,
    recent: [at('FRA', 6, 1, 20), at('FRA', 7, 99)],
    status: 'applied',
  },
  {
    given: 'later releases carry the clicks',
    isConfirmed: true,
    recent: [at('FRA', 8, 50), at('FRA', 9, 50)],
    status: 'applied',
  },
  {
    given: 'all carry it but the one click of a small location',
    isConfirmed: true,
    recent: [at('FRA', 7, 5_000), at('NRT', 6, 1)],
    status: 'published',
  },
  {
    given: 'the small location has caught up since',
    isConfirmed: true,
    recent: [at('FRA', 7, 5_000), at('NRT', 6, 3, 20), at('NRT', 7, 1, 2)],
    status: 'applied',
  },
  {
    given: 'a location holds no release of the experiment at all',
    isConfirmed: true,
    recent: [at('FRA', 7, 5_000), at('NRT', 0, 1)],
    status: 'published',
  },
  {
    given: 'several locations that carry later releases',
    isConfirmed: true,
    recent: [at('FRA', 7, 10), at('NRT', 8, 10), at('IAD', 9, 10)],
    status: 'applied',
  },
])('R22: given $given, then it is $status', ({ isConfirmed, recent, status }) =>
  expect(releaseStatus({ number: 7, isConfirmed }, recent)).toBe(status),
);
