import { agentLetter, type TunePlannedAgent } from '@alyson/schema';
import { AgentChip } from '../../ui/agent-chip.tsx';
import { Button } from '../../ui/button.tsx';
import { formatSplit } from '../../ui/format/percent.ts';
import { SplitBar } from '../../ui/split-bar.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { SHARE_REASONS } from './words.ts';

interface PlanAgentsProps {
  agents: readonly TunePlannedAgent[];
  onLeaveOut: (page: string) => void;
}

/** The draft's agents: each page with its share, why it has it, and the url_id by which TUNE knows it. */
export function PlanAgents({ agents, onLeaveOut }: PlanAgentsProps) {
  const shares = formatSplit(agents.map(({ weightBasisPoints }) => weightBasisPoints));
  const lettered = agents.map((agent, index) => ({ ...agent, letter: agentLetter(index + 1) }));
  return (
    <div className="flex flex-col gap-3">
      <SplitBar shares={lettered} size="sm" />
      <Table caption="Agents of the draft" isDense>
        <thead>
          <tr>
            <Th isSticky>Agent</Th>
            <Th isNumeric>Share</Th>
            <Th>Why</Th>
            <Th>url_id</Th>
            <Th>Landing page</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {lettered.map((agent, index) => (
            <Tr key={agent.page}>
              <Td isSticky className="max-w-52">
                <AgentChip letter={agent.letter} name={agent.name} />
              </Td>
              <Td isNumeric>{shares[index]}</Td>
              <Td className="whitespace-nowrap text-muted">{SHARE_REASONS[agent.shareReason]}</Td>
              <Td className="whitespace-nowrap font-mono">{agent.tuneUrlId ?? 'default'}</Td>
              <Td className="max-w-96 truncate font-mono" title={agent.landingUrl}>
                {agent.landingUrl}
              </Td>
              <Td className="text-right">
                <Button size="sm" variant="quiet" onClick={() => onLeaveOut(agent.page)}>
                  Leave out<span className="sr-only"> {agent.name}</span>
                </Button>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
