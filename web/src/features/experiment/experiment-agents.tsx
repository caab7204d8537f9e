import type { Agent } from '@alyson/schema';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { AgentChip } from '../../ui/agent-chip.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { AgentDialog } from './agent-dialog.tsx';
import { useCurrentExperiment } from './current-experiment.ts';

/** The landing pages that compete, with the address each click is sent to. */
export function ExperimentAgents() {
  const { agents, state } = useCurrentExperiment();
  const isOver = state === 'completed' || state === 'archived';
  return (
    <Card title="Agents" note="What stands in braces is filled in for each click." padding="flush">
      <ul>
        {agents.map((agent) => (
          <AgentRow key={agent.id} agent={agent} isOver={isOver} />
        ))}
      </ul>
    </Card>
  );
}

function AgentRow({ agent, isOver }: { agent: Agent; isOver: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  const refusal = useRefusal('experiment:write');
  const facts = [
    agent.isControl && 'control',
    agent.dailyCap !== null && `at most ${formatCountOf(agent.dailyCap, 'click')} a day`,
    agent.isCapped && 'reached today',
    agent.tuneUrlId !== null && `url_id ${agent.tuneUrlId}`,
  ].filter(Boolean);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-56">
        <p className="text-14">
          <AgentChip letter={agent.letter} name={agent.name} isOff={agent.state === 'off'} />
          {facts.length > 0 && <span className="ml-2 text-12 text-subtle">{facts.join(', ')}</span>}
        </p>
        <p className="mt-1 font-mono text-13 text-muted [overflow-wrap:anywhere]">{agent.landingUrl}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={agent.landingUrl} label={`Copy ${agent.landingUrl}`} />
        {!isOver && (
          <Button size="sm" icon={Pencil} refusal={refusal} onClick={() => setIsOpen(true)}>
            Change
            <span className="sr-only"> agent {agent.letter}</span>
          </Button>
        )}
      </div>
      {isOpen && <AgentDialog agent={agent} onClose={() => setIsOpen(false)} />}
    </li>
  );
}
