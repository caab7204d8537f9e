import { currentSplit } from '../../../lib/current-split.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { savedText } from '../saved-text.ts';
import { SplitTable } from '../split/split-table.tsx';
import { useVerb } from '../waits-for-approval.ts';
import { useSwitchAgent } from './queries.ts';

interface SwitchAgentDialogProps {
  agentId: string;
  to: 'on' | 'off';
  onClose: () => void;
}

/** Shows what turning an agent off or on does to everybody's share, before it is done. Render it while it is open. */
export function SwitchAgentDialog({ agentId, to, onClose }: SwitchAgentDialogProps) {
  const { id, agents } = useCurrentExperiment();
  const change = useSwitchAgent(id);
  const letter = agents.find((agent) => agent.id === agentId)?.letter ?? '';
  const after = agents.map((agent) => (agent.id === agentId ? { ...agent, state: to } : agent));
  const verb = `Turn ${letter} ${to}`;
  const turnOn = useVerb(verb);
  const send = () =>
    change.mutate(
      { agentId, to },
      {
        onSuccess: (written) => {
          onClose();
          showToast(savedText(written, `${letter} is ${to}. Publishing the new release.`));
        },
      },
    );
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={verb}
      description={
        to === 'off'
          ? `${letter} gets no more clicks; the others share them in their proportions. Its results stay.`
          : `${letter} gets clicks again, by the weight it had.`
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isPending={change.isPending} onClick={send}>
            {to === 'on' ? turnOn : verb}
          </Button>
        </>
      }
    >
      {change.error && (
        <Notice tone="negative" role="alert" className="mb-4">
          Not changed: {change.error.message}
        </Notice>
      )}
      <SplitTable
        caption="Shares of clicks now and afterwards"
        agents={agents}
        columns={[
          { label: 'Now', weights: currentSplit(agents) },
          { label: 'After', weights: currentSplit(after) },
        ]}
        withChange
      />
    </Dialog>
  );
}
