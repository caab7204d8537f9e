import { AgentChip } from '../../ui/agent-chip.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useCurrentExperiment } from './current-experiment.ts';

/** The landing pages that compete, with the address each click is sent to. */
export function ExperimentAgents() {
  const { agents } = useCurrentExperiment();
  return (
    <Card title="Agents" note="What stands in braces is filled in for each click." padding="flush">
      <ul>
        {agents.map((agent) => (
          <li key={agent.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0">
            <div className="min-w-0 flex-1 basis-56">
              <p className="text-14">
                <AgentChip letter={agent.letter} name={agent.name} isOff={agent.state === 'off'} />
                {agent.isControl && <span className="ml-2 text-12 text-subtle">control</span>}
              </p>
              <p className="mt-1 font-mono text-13 text-muted [overflow-wrap:anywhere]">{agent.landingUrl}</p>
            </div>
            <CopyButton text={agent.landingUrl} label={`Copy ${agent.landingUrl}`} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
