import { ProblemError, type Run } from '@alyson/schema';
import type { ReactNode } from 'react';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Drawer } from '../../../ui/drawer.tsx';
import { GradeChip } from '../../../ui/grade-chip.tsx';
import { TextLink } from '../../../ui/link-button.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Duration, Instant } from '../../../ui/values/instant.tsx';
import { NotAvailable } from '../../../ui/values/not-available.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { objectiveFormat } from '../objective-format.ts';
import { Part } from '../part.tsx';
import { gradeReasonText } from './grade-reason-text.ts';
import { PredictionsTable } from './predictions-table.tsx';
import { useRun } from './queries.ts';
import { changesOf, RunExplanation } from './run-explanation.tsx';
import { RunIcon } from './run-icon.tsx';
import { RunKnown } from './run-knowledge.tsx';
import { HOLD_TEXTS, runStateText } from './run-text.ts';

/** One grading run: what came of it, when, what it read and predicted, and why it moved weights or left them. */
export function RunDrawer({ runId, onClose }: { runId: string; onClose: () => void }) {
  const run = useRun(runId);
  const isUnknown = run.error instanceof ProblemError && run.error.code === 'not_found';
  return (
    <Drawer
      onClose={onClose}
      title="Grading run"
      description={
        run.data && (
          <>
            {run.data.trigger === 'schedule' ? 'On schedule' : 'Started by hand'},{' '}
            <Instant at={run.data.scheduledFor} as="full" />
          </>
        )
      }
    >
      {isUnknown ? (
        <p className="text-14 text-muted">There is no grading run at this address.</p>
      ) : (
        <QueryView query={run} what="the grading run" skeleton={<Skeleton className="h-64 w-full" />}>
          {(data) => <RunDetail run={data} />}
        </QueryView>
      )}
    </Drawer>
  );
}

function RunDetail({ run }: { run: Run }) {
  const { proposal } = run;
  return (
    <div className="flex flex-col gap-7">
      <Part title="Result">
        <p className="flex items-center gap-2 text-14 font-medium">
          <RunIcon state={run.state} />
          {run.releaseNumber === null ? runStateText(run) : <PublishedRelease number={run.releaseNumber} />}
        </p>
        {whyUnchanged(run) && <p className="mt-1.5 text-14 [overflow-wrap:anywhere]">{whyUnchanged(run)}</p>}
      </Part>
      {changesOf(run).length > 0 && (
        <Part title="Why the weights moved">
          <RunExplanation run={run} />
        </Part>
      )}
      {proposal && proposal.grades.length > 0 && (
        <Part title="Grades">
          <Grades grades={proposal.grades} />
        </Part>
      )}
      {proposal && proposal.predictions.length > 0 && (
        <Part title="Predictions">
          <PredictionsTable proposal={proposal} />
        </Part>
      )}
      {run.startedAt && (
        <Part title="As known then, and now">
          <RunKnown runId={run.id} />
        </Part>
      )}
      <Part title="Times">
        <Times run={run} />
      </Part>
    </div>
  );
}

/** In the control plane's words with their numbers, else by the code. */
const whyUnchanged = ({ detail, proposal }: Run): string | null =>
  detail ?? (proposal?.hold ? HOLD_TEXTS[proposal.hold.code] : null);

function PublishedRelease({ number }: { number: number }) {
  const { id } = useCurrentExperiment();
  return (
    <TextLink to="/experiments/$experimentId/releases" params={{ experimentId: id }} search={{ open: number }}>
      Published release {number}
    </TextLink>
  );
}

/** Each agent's grade with its reasons as a sentence. */
function Grades({ grades }: { grades: NonNullable<Run['proposal']>['grades'] }) {
  const { agents, objective, currency } = useCurrentExperiment();
  const format = objectiveFormat(objective, currency);
  return (
    <ul className="flex flex-col gap-2.5">
      {grades.map((grade) => {
        const text = grade.reasons.map((reason) => gradeReasonText(reason, format)).join('; ');
        return (
          <li key={grade.agentId} className="flex items-start gap-3">
            <span className="mt-0.5">
              <AgentChip letter={agents.find((agent) => agent.id === grade.agentId)?.letter ?? '?'} />
            </span>
            <GradeChip letter={grade.letter} />
            <span className="min-w-0 flex-1 pt-0.5 text-14 first-letter:uppercase">{text}.</span>
          </li>
        );
      })}
    </ul>
  );
}

function Took({ ms }: { ms: number | null }) {
  if (ms === null) return <NotAvailable because="Not finished yet." />;
  return ms < 1000 ? 'Under 1 s' : <Duration ms={ms} />;
}

function Times({ run }: { run: Run }) {
  const took = run.startedAt && run.finishedAt ? Date.parse(run.finishedAt) - Date.parse(run.startedAt) : null;
  const facts: { label: string; value: ReactNode }[] = [
    { label: 'Due', value: <Instant at={run.scheduledFor} as="full" /> },
    {
      label: 'Started',
      value: run.startedAt ? <Instant at={run.startedAt} as="full" /> : <NotAvailable because="Not started yet." />,
    },
    { label: 'Took', value: <Took ms={took} /> },
    { label: 'Attempts', value: run.attempts },
    {
      label: 'Run',
      value: (
        <span className="flex flex-wrap items-center gap-2">
          <code className="font-mono text-12 [overflow-wrap:anywhere]">{run.id}</code>
          <CopyButton text={run.id} label="Copy the run's id" />
        </span>
      ),
    },
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-5 gap-y-1.5 text-14">
      {facts.map((fact) => (
        <div key={fact.label} className="contents">
          <dt className="text-muted">{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
