import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { usePause } from './queries.ts';

/** Says where clicks will go before it sends them there. Render it while it is open. */
export function PauseDialog({ onClose }: { onClose: () => void }) {
  const { id, fallbackUrl, name } = useCurrentExperiment();
  const pause = usePause(id);
  const onSuccess = () => {
    onClose();
    showToast('Paused. Clicks go to the fallback page.');
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Pause ${name}`}
      description="Every click goes to the fallback page until you resume. To freeze the split and keep routing, hold it instead."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isPending={pause.isPending} onClick={() => pause.mutate(undefined, { onSuccess })}>
            Pause the experiment
          </Button>
        </>
      }
    >
      {pause.error && (
        <Notice tone="negative" role="alert" className="mb-4">
          Not paused: {pause.error.message}
        </Notice>
      )}
      <p className="text-14">
        Fallback page:{' '}
        {fallbackUrl ? (
          <span className="font-mono text-13 [overflow-wrap:anywhere]">{fallbackUrl}</span>
        ) : (
          "the workspace's own"
        )}
      </p>
    </Dialog>
  );
}
