import type { ReleaseStatus } from '@alyson/schema';
import { LoaderCircle } from 'lucide-react';
import { useNow } from '../../ui/values/now.ts';
import { useZone } from '../../ui/values/zone.tsx';
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

/** `published`: the router holds it, but no click has come since to prove it. */
export function stateText(status: ReleaseStatus, since: string): string {
  switch (status) {
    case 'publishing':
      return 'publishing…';
    case 'published':
      return `live since ${since}, no click yet`;
    case 'applied':
      return `live since ${since}`;
    default:
      return status satisfies never;
  }
}
