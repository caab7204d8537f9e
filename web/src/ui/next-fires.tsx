import type { Schedule } from '@alyson/schema';
import { afterClockChange } from '../lib/clock-changes.ts';
import { useNextFires } from '../lib/next-fires.ts';
import { formatDayTime } from './format/instant.ts';
import { Skeleton } from './skeleton.tsx';

/** The next five fires of a schedule in its own timezone, or why it cannot be read. */
export function NextFires({ schedule }: { schedule: Schedule }) {
  const { data, error, isPending } = useNextFires(schedule);
  if (schedule.expression.trim() === '') return null;
  if (error)
    return (
      <p role="status" className="text-13 text-negative">
        {error.message}
      </p>
    );
  if (isPending) return <Skeleton className="h-24 w-full" />;
  const changed = afterClockChange(data.fires, schedule.timezone);
  return (
    <div role="status">
      <p className="mb-1 text-13 font-medium">{data.fires.length === 1 ? 'Runs once' : 'Next runs, were it set now'}</p>
      <ol className="flex flex-col gap-0.5 text-13 text-muted">
        {data.fires.map((at) => (
          <li key={at}>
            <time dateTime={at}>{formatDayTime(Date.parse(at), schedule.timezone)}</time>
            {changed.has(at) && <span className="ml-2 text-warning">clocks have changed</span>}
          </li>
        ))}
      </ol>
      <p className="mt-1 text-12 text-subtle">{schedule.timezone.replaceAll('_', ' ')}</p>
    </div>
  );
}
