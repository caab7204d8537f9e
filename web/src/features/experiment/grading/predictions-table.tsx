import type { Proposal } from '@alyson/schema';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { formatRpc } from '../../../ui/format/money.ts';
import { formatRate } from '../../../ui/format/percent.ts';
import { Table, Td, Th, Tr } from '../../../ui/table.tsx';
import { Count } from '../../../ui/values/count.tsx';
import { Chance } from '../../../ui/values/percent.tsx';
import { EstimateWithRange } from '../../../ui/values/range.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';

/** What a run's model said of each agent. */
export function PredictionsTable({ proposal }: { proposal: Proposal }) {
  const { agents, currency, objective } = useCurrentExperiment();
  const loss = (value: number) => (objective === 'rpc' ? formatRpc(value, currency) : formatRate(value));
  return (
    <div className="overflow-hidden rounded-control border">
      <Table caption="Predictions" isDense className="[&_td]:px-2 [&_th]:px-2">
        <thead>
          <tr>
            <Th isSticky>Agent</Th>
            <Th isNumeric>Clicks</Th>
            <Th isNumeric>Leads</Th>
            <Th isNumeric>RPC</Th>
            <Th isNumeric>CVR</Th>
            <Th isNumeric>Best</Th>
            <Th isNumeric>Loss</Th>
          </tr>
        </thead>
        <tbody>
          {proposal.predictions.map((prediction) => (
            <Tr key={prediction.agentId}>
              <Td isSticky>
                <AgentChip letter={agents.find((agent) => agent.id === prediction.agentId)?.letter ?? '?'} />
              </Td>
              <Td isNumeric>
                <Count value={prediction.clicks} />
              </Td>
              <Td isNumeric>
                <Count value={prediction.leads} />
              </Td>
              <Td isNumeric>
                <EstimateWithRange estimate={prediction.rpc} currency={currency} />
              </Td>
              <Td isNumeric>
                <EstimateWithRange estimate={prediction.cvr} />
              </Td>
              <Td isNumeric>
                <Chance probability={prediction.probabilityBest} />
              </Td>
              <Td isNumeric>{loss(prediction.expectedLoss)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <p className="border-t px-3 py-2 text-12 text-muted">
        Under each estimate stands its 95% range. Best: the chance of being best. Loss: what choosing this agent for
        good is expected to cost per click. Model {proposal.model.name} {proposal.model.version}.
      </p>
    </div>
  );
}
