import { formatDuration } from '../format/duration.ts';
import { formatDayTime, formatExact, formatRelative } from '../format/instant.ts';
import { Tooltip } from '../tooltip.tsx';
import { useNow } from './now.ts';
import { useZone } from './zone.tsx';

interface InstantProps {
  /** RFC 3339, as the API writes it. */
  at: string;
  /** `relative`: `3 min ago`; `full`: `Nov 14, 2:05 PM`. */
  as?: 'relative' | 'full';
}

/** A moment in the workspace's timezone; exact, with UTC, on hover. */
export function Instant({ at, as = 'relative' }: InstantProps) {
  const zone = useZone();
  const now = useNow();
  const instant = Date.parse(at);
  return (
    <Tooltip
      text={
        <>
          {formatExact(instant, zone)}
          {zone !== 'UTC' && <span className="block opacity-80">{formatExact(instant, 'UTC')}</span>}
        </>
      }
    >
      <time dateTime={at} className="whitespace-nowrap">
        {as === 'relative' ? formatRelative(instant, zone, now) : formatDayTime(instant, zone)}
      </time>
    </Tooltip>
  );
}

/** A length of time: `2 h 10 min`. */
export const Duration = ({ ms }: { ms: number }) => <span className="whitespace-nowrap">{formatDuration(ms)}</span>;
