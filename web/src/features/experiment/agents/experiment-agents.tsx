import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { AgentDialog } from './agent-dialog.tsx';
import { AgentRow } from './agent-row.tsx';

/** The landing pages that compete, with the address each click is sent to. */
export function ExperimentAgents() {
  const { agents, state } = useCurrentExperiment();
  const [isAdding, setIsAdding] = useState(false);
  const refusal = useRefusal('experiment:write');
  const isOver = state === 'completed' || state === 'archived';
  return (
    <Card
      title="Agents"
      note="What stands in braces is filled in for each click."
      padding="flush"
      actions={
        !isOver && (
          <Button size="sm" icon={Plus} refusal={refusal} onClick={() => setIsAdding(true)}>
            Add an agent
          </Button>
        )
      }
    >
      <ul>
        {agents.map((agent) => (
          <AgentRow key={agent.id} agent={agent} isOver={isOver} />
        ))}
      </ul>
      {isAdding && <AgentDialog agent={null} onClose={() => setIsAdding(false)} />}
    </Card>
  );
}
