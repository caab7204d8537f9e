import type { AuditEntry } from '@alyson/schema';
import { formatDay } from '../format/instant.ts';
import { useNow } from '../values/now.ts';
import { useZone } from '../values/zone.tsx';
import { ActivityEntry } from './activity-entry.tsx';
import { foldRoutine } from './fold-routine.ts';
import { RoutineEntries } from './routine-entries.tsx';

/** Changes by their days, newest first; what nobody needs to read one by one is folded. */
export function AuditDays({ entries }: { entries: readonly AuditEntry[] }) {
  const zone = useZone();
  const now = useNow();
  const days = Map.groupBy(entries, (entry) => formatDay(Date.parse(entry.at), zone, now));
  return [...days].map(([day, ofDay]) => (
    <section key={day} aria-label={day} className="border-b last:border-b-0">
      <h2 className="border-b bg-canvas px-4 py-2 text-12 font-medium text-muted">{day}</h2>
      <ul>
        {foldRoutine(ofDay).map((row) =>
          row.kind === 'entry' ? (
            <ActivityEntry key={row.entry.id} entry={row.entry} />
          ) : (
            <RoutineEntries key={row.entries[0]?.id} entries={row.entries} />
          ),
        )}
      </ul>
    </section>
  ));
}
