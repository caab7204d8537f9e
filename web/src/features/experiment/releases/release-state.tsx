import type { ReleaseStatus } from '@alyson/schema';
import { LoaderCircle } from 'lucide-react';
import { useNow } from '../../../ui/values/now.ts';
import { useZone } from '../../../ui/values/zone.tsx';
import { sinceText } from './since-text.ts';

interface ReleaseStateProps {
  number: number;
  status: ReleaseStatus;
  publishedAt: string;
}

/** How far a release has come: "Release 15: publishing…", then "Release 15: live since 2:04 PM". Never ahead of the router. */
export function ReleaseState({ number, status, publishedAt }: ReleaseStateProps) {
  const zone = useZone();
  const now = useNow();
  const since = sinceText(publishedAt, zone, now);
  return (
    <span role="status" className="inline-flex items-center gap-1.5">
      {status === 'publishing' && <LoaderCircle aria-hidden="true" className="size-3.5 animate-spin" />}
      <span>
        Release {number}: {stateText(status, since)}
      </span>
    </span>
  );
}

/** `published`: the router holds it, but the last half minute brought no click, or some of an earlier release (R22). */
export function stateText(status: ReleaseStatus, since: string): string {
  switch (status) {
    case 'publishing':
      return 'publishing…';
    case 'published':
      return `live since ${since}, not confirmed by clicks of the last 30 s`;
    case 'applied':
      return `live since ${since}`;
    default:
      return status satisfies never;
  }
}
