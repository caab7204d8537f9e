import { TriangleAlert } from 'lucide-react';
import { formatDuration } from './format/duration.ts';
import { Instant } from './values/instant.tsx';
import { useNow } from './values/now.ts';

interface FreshnessProps {
  /** Which data: "Revenue". */
  what: string;
  /** When its newest piece was stored; null: there is none yet. */
  asOf: string | null;
  /** Past this age it is a warning. */
  limitMs?: number;
}

/** "Revenue as of 5:30 AM.", a warning past its limit. The last line of a card. */
export function Freshness({ what, asOf, limitMs = Number.POSITIVE_INFINITY }: FreshnessProps) {
  const now = useNow();
  if (!asOf) return <span>{what}: nothing yet.</span>;
  const tooOld = now - Date.parse(asOf) - limitMs;
  if (tooOld > 0) {
    return (
      <span className="inline-flex items-center gap-1 text-warning">
        <TriangleAlert aria-hidden="true" className="size-3.5" />
        {what} is {formatDuration(tooOld)} older than its limit.
      </span>
    );
  }
  return (
    <span>
      {what} as of <Instant at={asOf} />.
    </span>
  );
}
