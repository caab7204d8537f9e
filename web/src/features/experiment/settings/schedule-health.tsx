import type { ExperimentSchedule } from '@alyson/schema';
import { Notice } from '../../../ui/notice.tsx';
import { Instant } from '../../../ui/values/instant.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useSchedules } from './queries.ts';

const WORDS: Record<ExperimentSchedule['kind'], string> = {
  start: 'the start',
  grading: 'the gradings',
  end: 'the end',
};

/** What is wrong with the experiment's schedules, or was and has been put right; nothing where all is well. */
export function ScheduleHealth() {
  const { id, state } = useCurrentExperiment();
  const { data } = useSchedules(id);
  if (!data) return null;
  return (
    <div className="flex flex-col gap-2 empty:hidden">
      {data.items.map((schedule) => (
        <Health key={schedule.kind} schedule={schedule} isWaiting={state === 'scheduled'} />
      ))}
    </div>
  );
}

function Health({ schedule, isWaiting }: { schedule: ExperimentSchedule; isWaiting: boolean }) {
  const { kind, sync, error, drift, fires } = schedule;
  const [newest] = fires;
  return (
    <>
      {kind === 'start' && isWaiting && newest?.outcome === 'refused' && (
        <Notice tone="negative">
          It did not start <Instant at={newest.scheduledFor} as="full" />: {newest.detail} Choose another start date, or
          start it by hand.
        </Notice>
      )}
      {sync === 'failing' && (
        <Notice tone="warning">
          The scheduler has not taken over {WORDS[kind]} yet: {error}. It is tried again by itself.
        </Notice>
      )}
      {drift && (
        <Notice tone={sync === 'applied' ? 'info' : 'warning'}>
          <details>
            <summary className="cursor-pointer">
              Somebody had changed {WORDS[kind]} in the scheduler, found <Instant at={drift.foundAt} />;{' '}
              {sync === 'applied' ? 'it was put right.' : 'it is being put right.'}
            </summary>
            <ul className="mt-2 flex flex-col gap-1 font-mono text-12 [overflow-wrap:anywhere]">
              {drift.differences.map(({ field, desired, found }) => (
                <li key={field}>
                  {field}: {found ?? 'nothing'} instead of {desired ?? 'nothing'}
                </li>
              ))}
            </ul>
          </details>
        </Notice>
      )}
    </>
  );
}
