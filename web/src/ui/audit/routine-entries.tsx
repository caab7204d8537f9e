import type { AuditEntry } from '@alyson/schema';
import { ChevronRight } from 'lucide-react';
import { formatCountOf } from '../format/count.ts';
import { ActivityEntry } from './activity-entry.tsx';

/** Entries that nobody needs to read one by one, folded. */
export function RoutineEntries({ entries }: { entries: readonly AuditEntry[] }) {
  const runs = entries.filter((entry) => entry.action === 'run.started').length;
  const moved = entries.length - runs;
  const counts = [
    runs > 0 && `${formatCountOf(runs, 'grading run')} started`,
    moved > 0 && `${formatCountOf(moved, 'event')} moved to their lead’s click`,
  ];
  return (
    <li className="border-b last:border-b-0">
      <details className="group/routine">
        <summary className="flex min-h-11 list-none items-center gap-2 px-4 py-2 text-13 text-muted hover:text-text focus-visible:-outline-offset-2">
          <ChevronRight
            aria-hidden="true"
            className="mx-1.5 size-4 shrink-0 transition-transform group-open/routine:rotate-90"
          />
          {counts.filter(Boolean).join(', ')}
        </summary>
        <ul className="border-t">
          {entries.map((entry) => (
            <ActivityEntry key={entry.id} entry={entry} />
          ))}
        </ul>
      </details>
    </li>
  );
}
