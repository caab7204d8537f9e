import { type Experiment, TOTAL_BASIS_POINTS } from '@alyson/schema';
import { Equal, RotateCcw, Scale } from 'lucide-react';
import { useRef, useState } from 'react';
import { assignedSplit } from '../../../lib/current-split.ts';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { LeaveGuard } from '../../../ui/leave-guard.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useResults } from '../results/queries.ts';
import { DEFAULT_RANGE } from '../results/range.ts';
import { PublishSplitDialog } from './publish-split-dialog.tsx';
import { SplitDividers } from './split-dividers.tsx';
import { entriesOf, evenSplit, type SplitDraft, type SplitEntry, scaleTo100, setShare, totalOf } from './split-edit.ts';
import { SplitRows } from './split-rows.tsx';
import { splitWarnings, totalProblem } from './split-warnings.ts';

/** One bar, one row per agent, and nothing sent before it was reviewed. */
export function SplitEditor({ onPublished }: { onPublished: () => void }) {
  const experiment = useCurrentExperiment();
  const refusal = useRefusal('experiment:write') ?? refusalOfState(experiment);
  const [draft, setDraft] = useState<SplitDraft | null>(null);
  const [isReviewed, setIsReviewed] = useState(false);
  const [isAskedForChange, setIsAskedForChange] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const base = draft?.base ?? experiment;
  const agents = base.agents.filter((agent) => agent.state === 'on');
  const split = assignedSplit(base.agents);
  const start = entriesOf(new Map(agents.map((agent) => [agent.id as string, split.get(agent.id) ?? 0])));
  const entries = draft?.entries ?? start;
  const grades = useGrades(experiment);

  const edit = (next: SplitEntry[]) => setDraft({ base, entries: next });
  const total = totalOf(entries);
  const problem = totalProblem(total);
  const warnings = splitWarnings(
    entries.map((entry, i) => ({
      letter: agents[i]?.letter ?? '',
      from: start[i]?.basisPoints ?? 0,
      to: entry.basisPoints,
      grade: grades.get(entry.agentId) ?? null,
      isPageFailing: agents[i]?.page?.state === 'failing' && !agents[i]?.page?.isCutOff,
    })),
    base.optimization,
  );
  const isUnchanged = entries.every((entry, i) => entry.basisPoints === start[i]?.basisPoints);
  const isUnreadable = entries.some((entry) => entry.basisPoints === null);
  const review = () => {
    const stop = isUnreadable || problem !== null || isUnchanged;
    setIsReviewed(!stop);
    setIsAskedForChange(isUnchanged);
    if (stop) form.current?.querySelector<HTMLInputElement>('input[aria-invalid="true"], input')?.focus();
  };
  const off = base.agents.filter((agent) => agent.state === 'off');
  const capped = agents.filter((agent) => agent.isCapped);

  return (
    <Card
      title={refusal ? 'The split now' : 'Change the split'}
      note={refusal ? undefined : 'Drag a divider, use its arrow keys, or type.'}
      actions={
        !refusal && (
          <>
            <Button size="sm" icon={Equal} onClick={() => edit(evenSplit(entries))}>
              Even split
            </Button>
            <Button
              size="sm"
              icon={Scale}
              refusal={total === TOTAL_BASIS_POINTS && !isUnreadable ? 'The weights add up to 100%.' : null}
              onClick={() => edit(scaleTo100(entries))}
            >
              Scale to 100%
            </Button>
            <Button
              size="sm"
              variant="quiet"
              icon={RotateCcw}
              refusal={draft ? null : 'Nothing was changed.'}
              onClick={() => setDraft(null)}
            >
              Reset
            </Button>
          </>
        )
      }
    >
      <div ref={form} className="flex flex-col gap-5">
        {refusal && <Notice>{refusal}</Notice>}
        <SplitDividers agents={agents} entries={entries} onChange={edit} isReadOnly={refusal !== null} />
        <SplitRows
          agents={agents}
          start={start}
          entries={entries}
          total={total}
          isReadOnly={refusal !== null}
          onChange={(agentId, share) => edit(setShare(entries, agentId, share))}
        />
        {off.length > 0 && (
          <p className="text-13 text-muted">
            Off, so not part of the split: {off.map((agent) => `${agent.letter} ${agent.name}`).join(', ')}. Turn it on
            among the agents of the results.
          </p>
        )}
        {capped.length > 0 && (
          <p className="text-13 text-muted">
            Capped for today: {capped.map((agent) => `${agent.letter} ${agent.name}`).join(', ')}. Until the day turns
            its clicks go to the others; its weight here is kept for tomorrow.
          </p>
        )}
        <div aria-live="polite" className="flex flex-col gap-2">
          {isUnreadable && (
            <Notice tone="negative">A weight is a number from 0 to 100 with at most two decimals.</Notice>
          )}
          {isAskedForChange && isUnchanged && <Notice>Nothing is changed yet. Move a divider or type a weight.</Notice>}
          {problem && <Notice tone="negative">{problem}</Notice>}
          {warnings.map((warning) => (
            <Notice key={warning} tone="warning">
              {warning}
            </Notice>
          ))}
        </div>
        {!refusal && (
          <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2 border-t pt-4">
            <p className="mr-auto text-13 text-muted">
              {base.state === 'draft'
                ? 'It takes effect when the experiment starts.'
                : 'The effect on earnings cannot be estimated yet.'}
            </p>
            <Button variant="primary" onClick={review}>
              Review and publish
            </Button>
          </div>
        )}
      </div>
      <LeaveGuard hasChanges={draft !== null} loss="The weights you changed are not published, and would be lost." />
      {isReviewed && draft && (
        <PublishSplitDialog
          draft={draft}
          warnings={warnings}
          onRebase={(newest) => setDraft({ ...draft, base: newest })}
          onDiscard={() => {
            setDraft(null);
            setIsReviewed(false);
          }}
          onClose={() => setIsReviewed(false)}
          onPublished={onPublished}
        />
      )}
    </Card>
  );
}

function refusalOfState({ state }: Experiment): string | null {
  return state === 'completed' || state === 'archived' ? 'An ended experiment has no split to change.' : null;
}

/** The newest grades, by agent. */
function useGrades(experiment: Experiment): ReadonlyMap<string, string | null> {
  const results = useResults(experiment, DEFAULT_RANGE);
  return new Map(results.data?.agents.map((agent) => [agent.agentId as string, agent.grade?.letter ?? null]));
}
