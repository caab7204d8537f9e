import type { Agent } from '@alyson/schema';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { formatSplit, formatWeight } from '../../../ui/format/percent.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { Table, Td, Th, Tr } from '../../../ui/table.tsx';
import { PointsChange } from '../../../ui/values/change.tsx';
import { NotAvailable } from '../../../ui/values/not-available.tsx';
import { DIVIDER_STEP, type SplitEntry } from './split-edit.ts';

interface SplitRowsProps {
  agents: readonly Agent[];
  start: readonly SplitEntry[];
  entries: readonly SplitEntry[];
  total: number;
  isReadOnly: boolean;
  onChange: (agentId: string, basisPoints: number | null) => void;
}

/** One row per agent: what it gets now, what is proposed, and the difference. */
export function SplitRows({ agents, start, entries, total, isReadOnly, onChange }: SplitRowsProps) {
  const current = formatSplit(start.map((entry) => entry.basisPoints ?? 0));
  return (
    <div className="@container overflow-hidden rounded-control border">
      <Table caption="Weights by agent" className="@max-md:[&_td]:px-2 @max-md:[&_th]:px-2">
        <thead>
          <tr>
            <Th isSticky>Agent</Th>
            <Th isNumeric>Now</Th>
            {!isReadOnly && <Th isNumeric>Proposed</Th>}
            {!isReadOnly && <Th isNumeric>Change</Th>}
          </tr>
        </thead>
        <tbody>
          {agents.map((agent, i) => {
            const entry = entries[i];
            return (
              <Tr key={agent.id}>
                <Td isSticky className="max-w-28 @md:max-w-80">
                  <AgentChip letter={agent.letter} name={agent.name} />
                </Td>
                <Td isNumeric>{current[i]}</Td>
                {!isReadOnly && (
                  <Td isNumeric>
                    <NumberField
                      aria-label={`Weight of ${agent.letter} in percent`}
                      aria-invalid={entry?.basisPoints === null || undefined}
                      value={entry?.basisPoints == null ? null : entry.basisPoints / 100}
                      onChange={(percent) => onChange(agent.id, toBasisPoints(percent))}
                      step={DIVIDER_STEP / 100}
                      min={0}
                      max={100}
                      decimals={2}
                      unit="%"
                      className="ml-auto w-24"
                    />
                  </Td>
                )}
                {!isReadOnly && (
                  <Td isNumeric>
                    {entry?.basisPoints == null ? (
                      <NotAvailable because="The weight cannot be read." />
                    ) : (
                      <PointsChange basisPoints={entry.basisPoints - (start[i]?.basisPoints ?? 0)} />
                    )}
                  </Td>
                )}
              </Tr>
            );
          })}
        </tbody>
        {!isReadOnly && (
          <tfoot>
            <tr>
              <Td isSticky className="font-medium">
                Total
              </Td>
              <Td isNumeric>{formatWeight(10_000)}</Td>
              <Td isNumeric className="font-semibold">
                <output aria-live="polite" className={total === 10_000 ? undefined : 'text-negative'}>
                  {total / 100}%
                </output>
              </Td>
              <Td />
            </tr>
          </tfoot>
        )}
      </Table>
    </div>
  );
}

/** What was typed as basis points; null when it is no share of the whole. */
function toBasisPoints(percent: number | null): number | null {
  return percent === null || percent < 0 || percent > 100 ? null : Math.round(percent * 100);
}
