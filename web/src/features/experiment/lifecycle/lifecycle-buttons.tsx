import { Play } from 'lucide-react';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useResume, useStart } from './queries.ts';

/** Starts a draft. */
export function StartButton({ experimentId }: { experimentId: string }) {
  const start = useStart(experimentId);
  const refusal = useRefusal('experiment:write');
  const press = () =>
    start.mutate(undefined, {
      onSuccess: () => showToast('Started. Its links route clicks to the agents from now on.'),
      onError: (error) => showToast(`Not started: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <Button variant="primary" icon={Play} refusal={refusal} isPending={start.isPending} onClick={press}>
      Start
    </Button>
  );
}

/** Ends a pause. */
export function ResumeButton({ experimentId }: { experimentId: string }) {
  const resume = useResume(experimentId);
  const refusal = useRefusal('experiment:write');
  const press = () =>
    resume.mutate(undefined, {
      onSuccess: () => showToast('Resumed. Clicks go to the agents again.'),
      onError: (error) => showToast(`Not resumed: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <Button variant="primary" icon={Play} refusal={refusal} isPending={resume.isPending} onClick={press}>
      Resume
    </Button>
  );
}
