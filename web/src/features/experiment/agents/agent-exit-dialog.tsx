import type { Agent } from '@alyson/schema';
import { assignedSplit } from '../../../lib/current-split.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { savedText } from '../saved-text.ts';
import { SplitTable } from '../split/split-table.tsx';
import { useVerb } from '../waits-for-approval.ts';
import { useArchiveAgent, useRemoveAgent } from './queries.ts';

interface AgentExitDialogProps {
  agent: Agent;
  onClose: () => void;
}

/** Removes an agent of a draft, or archives one that has had clicks. Render it while it is open. */
export function AgentExitDialog({ agent, onClose }: AgentExitDialogProps) {
  const { id, agents, state, version } = useCurrentExperiment();
  const archive = useArchiveAgent(id);
  const remove = useRemoveAgent(id);
  const isRouted = state === 'running' || state === 'paused';
  const verb = `${isRouted ? 'Archive' : 'Remove'} agent ${agent.letter}`;
  const sendVerb = useVerb(verb);
  const failure = archive.error ?? remove.error;
  const outcome = {
    onSuccess: (written: object) => {
      onClose();
      const archived = `Agent ${agent.letter} archived. Publishing the new release.`;
      showToast(savedText(written, isRouted ? archived : `Agent ${agent.letter} removed.`));
    },
  };
  const send = () =>
    isRouted ? archive.mutate(agent.id, outcome) : remove.mutate({ agentId: agent.id, version }, outcome);
  const after = agents.map((one) => (one === agent ? { ...one, state: 'off' as const } : one));
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={verb}
      description={
        isRouted
          ? 'It gets no more clicks, and leaves the split. Its results stay, and what is known of the others too. It can be brought back.'
          : 'Nothing was routed to it yet. The others share its weight.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isPending={archive.isPending || remove.isPending} onClick={send}>
            {sendVerb}
          </Button>
        </>
      }
    >
      {failure && (
        <Notice tone="negative" role="alert" className="mb-4">
          Not done: {failure.message}
        </Notice>
      )}
      <SplitTable
        caption="Shares of clicks now and afterwards"
        agents={agents}
        columns={[
          { label: 'Now', weights: assignedSplit(agents) },
          { label: 'After', weights: assignedSplit(after) },
        ]}
        withChange
      />
    </Dialog>
  );
}
