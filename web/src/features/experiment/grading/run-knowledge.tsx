import type { RunKnowledge } from '@alyson/schema';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { formatCount } from '../../../ui/format/count.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../../ui/table.tsx';
import { Money } from '../../../ui/values/money.tsx';
import { useRunKnowledge } from './queries.ts';

type Known = RunKnowledge['agents'][number]['knownThen'];

/** Leads and revenue as the run knew them, beside what is known now of the same clicks. */
export function RunKnown({ runId }: { runId: string }) {
  const knowledge = useRunKnowledge(runId);
  return (
    <QueryView query={knowledge} what="what the run knew" skeleton={<Skeleton className="h-32 w-full" />}>
      {(data) => (data === null ? <NotKept /> : <KnownTable {...data} />)}
    </QueryView>
  );
}

const NotKept = () => <p className="text-14 text-muted">What this run knew was not kept.</p>;

function KnownTable({ agents, currency }: RunKnowledge) {
  return (
    <Table caption="Known then and known now" isDense>
      <thead>
        <tr>
          <Th isSticky>Agent</Th>
          <Th isNumeric>Leads then</Th>
          <Th isNumeric>Now</Th>
          <Th isNumeric>Revenue then</Th>
          <Th isNumeric>Now</Th>
        </tr>
      </thead>
      <tbody>
        {agents.map(({ agentId, letter, knownThen, knownNow }) => (
          <Tr key={agentId}>
            <Td isSticky>
              <AgentChip letter={letter} />
            </Td>
            <Td isNumeric>{formatCount(knownThen.leads)}</Td>
            <Td isNumeric className={toneOf(knownThen, knownNow, 'leads')}>
              {formatCount(knownNow.leads)}
            </Td>
            <Td isNumeric>
              <Money value={{ amountMicros: knownThen.revenueMicros, currency }} />
            </Td>
            <Td isNumeric className={toneOf(knownThen, knownNow, 'revenueMicros')}>
              <Money value={{ amountMicros: knownNow.revenueMicros, currency }} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** What has changed stands out. */
const toneOf = (then: Known, now: Known, of: keyof Known): string =>
  then[of] === now[of] ? 'text-muted' : 'font-medium';
