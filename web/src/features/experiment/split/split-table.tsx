import type { AgentState } from '@alyson/schema';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { formatSplit } from '../../../ui/format/percent.ts';
import { Table, Td, Th, Tr } from '../../../ui/table.tsx';
import { PointsChange } from '../../../ui/values/change.tsx';
import { NotAvailable } from '../../../ui/values/not-available.tsx';

export interface SplitColumn {
  label: string;
  /** Basis points by agent; an agent that is missing was not part of this split. */
  weights: ReadonlyMap<string, number>;
}

interface SplitTableProps {
  caption: string;
  agents: readonly { id: string; letter: string; name: string; state: AgentState }[];
  columns: readonly SplitColumn[];
  /** Adds the change from the first column to the last. */
  withChange?: boolean;
}

/** Splits side by side, agent by agent. */
export function SplitTable({ caption, agents, columns, withChange = false }: SplitTableProps) {
  const written = columns.map((column) => writeSplit(column.weights));
  const first = columns[0]?.weights;
  const last = columns.at(-1)?.weights;
  // An archived agent only where it had a part.
  const shown = agents.filter(
    ({ id, state }) => state !== 'archived' || columns.some(({ weights }) => weights.get(id)),
  );
  return (
    <div className="@container overflow-hidden rounded-control border">
      <Table caption={caption} isDense className="@max-md:[&_td]:px-2 @max-md:[&_th]:px-2">
        <thead>
          <tr>
            <Th>Agent</Th>
            {columns.map((column) => (
              <Th key={column.label} isNumeric>
                {column.label}
              </Th>
            ))}
            {withChange && <Th isNumeric>Change</Th>}
          </tr>
        </thead>
        <tbody>
          {shown.map((agent) => (
            <Tr key={agent.id}>
              <Td className="max-w-28 @md:max-w-56">
                <AgentChip letter={agent.letter} name={agent.name} state={agent.state} />
              </Td>
              {columns.map((column, i) => (
                <Td key={column.label} isNumeric>
                  {written[i]?.get(agent.id) ?? <NotAvailable because="Not part of this split." />}
                </Td>
              ))}
              {withChange && (
                <Td isNumeric>
                  <PointsChange basisPoints={(last?.get(agent.id) ?? 0) - (first?.get(agent.id) ?? 0)} />
                </Td>
              )}
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

/** A split's weights as text, rounded together so that they add up. */
function writeSplit(weights: ReadonlyMap<string, number>): Map<string, string> {
  const texts = formatSplit([...weights.values()]);
  return new Map([...weights.keys()].map((agentId, i) => [agentId, texts[i] ?? '']));
}

/** The API's list of weights, by agent. */
export const weightsById = (
  weights: readonly { agentId: string; weightBasisPoints: number }[],
): ReadonlyMap<string, number> => new Map(weights.map((weight) => [weight.agentId, weight.weightBasisPoints]));
