import type { Run } from '@alyson/schema';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { formatDay, formatTime } from '../../../ui/format/instant.ts';
import { GradeChip } from '../../../ui/grade-chip.tsx';
import { Table, Td, Th, Tr } from '../../../ui/table.tsx';
import { useNow } from '../../../ui/values/now.ts';
import { useZone } from '../../../ui/values/zone.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { RunIcon } from './run-icon.tsx';
import { runStateText } from './run-text.ts';

interface GradeMatrixProps {
  runs: readonly Run[];
  onOpen: (runId: string) => void;
}

/** Agents by runs, a grade in each cell. A run's head opens it. */
export function GradeMatrix({ runs, onOpen }: GradeMatrixProps) {
  const { agents } = useCurrentExperiment();
  return (
    <Table caption="Grades by run, newest first" className="w-auto!">
      <thead>
        <tr>
          <Th isSticky>Agent</Th>
          {runs.map((run) => (
            <Th key={run.id} className="h-auto px-1! py-1.5">
              <RunHead run={run} onOpen={() => onOpen(run.id)} />
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <Tr key={agent.id}>
            <Td isSticky className="max-w-32 sm:max-w-56">
              <AgentChip letter={agent.letter} name={agent.name} state={agent.state} />
            </Td>
            {runs.map((run) => {
              const grade = run.proposal?.grades.find((one) => one.agentId === agent.id);
              return (
                <Td key={run.id} className="px-1! text-center!">
                  {grade ? <GradeChip letter={grade.letter} /> : <span className="sr-only">no grade</span>}
                </Td>
              );
            })}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function RunHead({ run, onOpen }: { run: Run; onOpen: () => void }) {
  const zone = useZone();
  const now = useNow();
  const at = Date.parse(run.scheduledFor);
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex w-16 flex-col items-center gap-1 rounded-control px-1 py-1.5 hover:bg-sunken hover:text-text"
    >
      <RunIcon state={run.state} />
      <span className="flex flex-col items-center leading-4 tabular-nums">
        <span>{formatDay(at, zone, now)}</span>
        <span>{formatTime(at, zone)}</span>
      </span>
      <span className="sr-only">{runStateText(run)}</span>
    </button>
  );
}
