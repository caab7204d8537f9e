import { CalendarClock, Undo2 } from 'lucide-react';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useSchedule, useUnschedule } from './queries.ts';

/** Lets a draft start by itself at its start date. */
export function ScheduleButton({ experimentId }: { experimentId: string }) {
  const schedule = useSchedule(experimentId);
  const refusal = useRefusal('experiment:write');
  const press = () =>
    schedule.mutate(undefined, {
      onSuccess: () => showToast('Scheduled. It starts by itself at its start date.'),
      onError: (error) => showToast(`Not scheduled: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <Button icon={CalendarClock} refusal={refusal} isPending={schedule.isPending} onClick={press}>
      Schedule
    </Button>
  );
}

/** Takes a scheduled experiment back to draft. */
export function UnscheduleButton({ experimentId }: { experimentId: string }) {
  const unschedule = useUnschedule(experimentId);
  const refusal = useRefusal('experiment:write');
  const press = () =>
    unschedule.mutate(undefined, {
      onSuccess: () => showToast('A draft again. It does not start by itself; its dates stay.'),
      onError: (error) => showToast(`Still scheduled: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <Button icon={Undo2} refusal={refusal} isPending={unschedule.isPending} onClick={press}>
      Back to draft
    </Button>
  );
}
