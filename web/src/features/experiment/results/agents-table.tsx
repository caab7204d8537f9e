import type { AgentResult, ExperimentResults } from '@alyson/schema';
import { useState } from 'react';
import { currentSplit } from '../../../lib/current-split.ts';
import { useRefusal } from '../../../lib/me.ts';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { formatCount } from '../../../ui/format/count.ts';
import { formatSplit } from '../../../ui/format/percent.ts';
import { Freshness } from '../../../ui/freshness.tsx';
import { Table, Td, Th, Tr } from '../../../ui/table.tsx';
import { Count } from '../../../ui/values/count.tsx';
import { Money } from '../../../ui/values/money.tsx';
import { NotAvailable } from '../../../ui/values/not-available.tsx';
import { Chance } from '../../../ui/values/percent.tsx';
import { EstimateWithRange } from '../../../ui/values/range.tsx';
import { SwitchAgentDialog } from '../agents/switch-agent-dialog.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { GradeWithReason } from '../grading/grade-with-reason.tsx';

/** Every agent in numbers: what it gets, what it brought, and what the newest grading thinks of it. */
export function AgentsTable({ results }: { results: ExperimentResults }) {
  const experiment = useCurrentExperiment();
  const split = currentSplit(experiment.agents);
  const weights = formatSplit(results.agents.map((agent) => split.get(agent.agentId) ?? 0));
  return (
    <Card
      title="Agents"
      note="Ranges are 95% ranges: given the data and the model, the true value lies in them with 95% probability."
      padding="flush"
      footer={
        <span className="flex flex-wrap gap-x-2">
          <Freshness what="Clicks" asOf={results.clicksAsOf} />
          <Freshness what="Buyer reports" asOf={results.revenueAsOf} />
          <Freshness what="Grades" asOf={results.gradedAt} />
        </span>
      }
    >
      <Table caption="Agents">
        <thead>
          <tr>
            <Th isSticky>Agent</Th>
            <Th isNumeric>Weight</Th>
            <Th isNumeric>Clicks</Th>
            <Th isNumeric>Leads</Th>
            <Th isNumeric>Sales</Th>
            <Th isNumeric>Revenue</Th>
            <Th isNumeric>CVR</Th>
            <Th isNumeric>RPC</Th>
            <Th isNumeric>Chance of being best</Th>
            <Th>Grade</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {results.agents.map((agent, i) => (
            <Row key={agent.agentId} agent={agent} weight={weights[i] ?? ''} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function Row({ agent, weight }: { agent: AgentResult; weight: string }) {
  const { currency } = useCurrentExperiment();
  const { clicks, leads, sales, revenueMicros } = agent.outcomes;
  const { directed } = agent;
  const notGraded = <NotAvailable because="Not graded yet." />;
  return (
    <Tr>
      <Td isSticky className="max-w-40 sm:max-w-60">
        <AgentChip letter={agent.letter} name={agent.name} state={agent.state} />
        {agent.isControl && <span className="block text-12 text-subtle">control</span>}
      </Td>
      <Td isNumeric className="font-semibold">
        {weight}
      </Td>
      <Td isNumeric>
        <Count value={clicks} />
        {directed.clicks > 0 && (
          <span
            className="block text-12 whitespace-nowrap text-subtle"
            title="Sent here by a link or a rule. Such clicks, and what came of them, are not compared or graded."
          >
            and {formatCount(directed.clicks)} sent here
          </span>
        )}
      </Td>
      <Td isNumeric>
        <Count value={leads} />
      </Td>
      <Td isNumeric>
        <Count value={sales} />
      </Td>
      <Td isNumeric>
        <Money value={{ amountMicros: revenueMicros, currency }} />
      </Td>
      <Td isNumeric>{agent.cvr ? <EstimateWithRange estimate={agent.cvr} /> : notGraded}</Td>
      <Td isNumeric>{agent.rpc ? <EstimateWithRange estimate={agent.rpc} currency={currency} /> : notGraded}</Td>
      <Td isNumeric>{agent.probabilityBest === null ? notGraded : <Chance probability={agent.probabilityBest} />}</Td>
      <Td>
        <GradeWithReason grade={agent.grade} />
      </Td>
      <Td className="text-right">
        <SwitchAgent agent={agent} />
      </Td>
    </Tr>
  );
}

/** Takes an agent out of the split, or puts it back, after showing what happens to the others. */
function SwitchAgent({ agent }: { agent: AgentResult }) {
  const { state, agents } = useCurrentExperiment();
  const [isOpen, setIsOpen] = useState(false);
  const permission = useRefusal('experiment:write');
  if (agent.state === 'archived' || (state !== 'running' && state !== 'paused')) return null;
  const isLast = agent.state === 'on' && agents.filter((one) => one.state === 'on').length === 1;
  const refusal = permission ?? (isLast ? 'It is the only agent that is on. Pause the experiment instead.' : null);
  const to = agent.state === 'on' ? 'off' : 'on';
  return (
    <>
      <Button size="sm" variant="quiet" refusal={refusal} onClick={() => setIsOpen(true)}>
        Turn {to}
        <span className="sr-only"> {agent.letter}</span>
      </Button>
      {isOpen && <SwitchAgentDialog agentId={agent.agentId} to={to} onClose={() => setIsOpen(false)} />}
    </>
  );
}
