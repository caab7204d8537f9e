import type { TuneParityExperiment, TuneParityReport } from '@alyson/schema';
import { clsx } from 'clsx';
import { AgentChip } from '../../ui/agent-chip.tsx';
import { Card } from '../../ui/card.tsx';
import { decisionText } from '../../ui/decision-text.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { formatRate, formatSplit } from '../../ui/format/percent.ts';
import { TextLink } from '../../ui/link-button.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { chanceText, sourceText, VERDICTS } from './words.ts';

const TONE: Record<TuneParityExperiment['verdict'], string> = {
  alike: 'bg-positive-ground text-positive',
  different: 'bg-warning-ground text-warning',
  too_few: 'bg-sunken text-muted',
};

const Verdict = ({ verdict }: Pick<TuneParityExperiment, 'verdict'>) => (
  <span className={clsx('inline-flex min-h-6 items-center rounded-chip px-2 text-12 font-medium', TONE[verdict])}>
    {VERDICTS[verdict]}
  </span>
);

/** One click log: TUNE's splits beside ours, and what chance has to do with the difference. */
export function ParityReport({
  item: { report, fileName, createdAt, createdBy },
  isOpen,
}: {
  item: TuneParityReport;
  isOpen: boolean;
}) {
  const { overall, experiments, notImported, rows, unreadable, firstAt, lastAt } = report;
  const span = firstAt && lastAt ? `, ${firstAt} to ${lastAt} by TUNE's clock` : '';
  return (
    <Card
      title={fileName}
      note={
        <>
          {formatCountOf(rows, 'click')}
          {span}. Compared by {createdBy}, <Instant at={createdAt} />.
        </>
      }
    >
      <details open={isOpen}>
        <summary className="cursor-pointer rounded-chip text-14">
          <Verdict verdict={overall.verdict} />{' '}
          <span className="text-muted">
            {formatCountOf(experiments.length, 'experiment')}, {formatCountOf(overall.compared, 'click')} compared
            {overall.difference !== null &&
              `, by chance alone ${chanceText({ method: 'chi_square', pValue: overall.difference })} likely over all`}
          </span>
        </summary>
        <div className="mt-4 flex flex-col gap-6">
          {experiments.map((experiment) => (
            <ExperimentParity key={experiment.experimentId} experiment={experiment} />
          ))}
          {notImported.length > 0 && (
            <p className="text-13 text-muted">
              Not imported, and so not compared:{' '}
              {notImported
                .slice(0, 10)
                .map((one) => `${sourceText(one)} (${formatCount(one.clicks)})`)
                .join(', ')}
              {notImported.length > 10 && ` and ${notImported.length - 10} more`}.
            </p>
          )}
          {unreadable > 0 && (
            <p className="text-13 text-muted">{formatCountOf(unreadable, 'line')} could not be read.</p>
          )}
          <details className="text-13 text-muted">
            <summary className="cursor-pointer rounded-chip hover:text-text">What this takes for granted</summary>
            <ul className="mt-2 list-disc pl-5">
              {report.assumptions.map((assumption) => (
                <li key={assumption}>{assumption}</li>
              ))}
            </ul>
          </details>
        </div>
      </details>
    </Card>
  );
}

function ExperimentParity({ experiment }: { experiment: TuneParityExperiment }) {
  const { experimentId, name, source, agents, verdict, compared, difference, tuneAgainstWeights, oursAgainstWeights } =
    experiment;
  const weights = formatSplit(agents.map(({ weightBasisPoints }) => weightBasisPoints));
  const share = (clicks: number) => (compared === 0 ? '–' : formatRate(clicks / compared));
  return (
    <section aria-label={name} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="text-14 font-semibold">
          <TextLink to="/experiments/$experimentId" params={{ experimentId }} isBare>
            {name}
          </TextLink>
        </h3>
        <span className="text-13 text-muted">{sourceText(source)}</span>
        <Verdict verdict={verdict} />
      </div>
      <Table caption={`TUNE's split and ours: ${name}`} isDense>
        <thead>
          <tr>
            <Th isSticky>Agent</Th>
            <Th isNumeric>Weight here</Th>
            <Th isNumeric>TUNE</Th>
            <Th isNumeric>Ours</Th>
            <Th isNumeric>Difference</Th>
          </tr>
        </thead>
        <tbody>
          {agents.map((agent, index) => (
            <Tr key={agent.agentId}>
              <Td isSticky className="max-w-52">
                <AgentChip letter={agent.letter} name={agent.name} />
              </Td>
              <Td isNumeric>{weights[index]}</Td>
              <Td isNumeric>
                {share(agent.tuneClicks)} <span className="text-subtle">({formatCount(agent.tuneClicks)})</span>
              </Td>
              <Td isNumeric>
                {share(agent.ourClicks)} <span className="text-subtle">({formatCount(agent.ourClicks)})</span>
              </Td>
              <Td isNumeric>{formatDifference(agent.ourClicks - agent.tuneClicks, compared)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <p className="text-13 text-muted">
        How likely chance alone makes so large a difference: TUNE against ours, {chanceText(difference)}; TUNE against
        the weights, {chanceText(tuneAgainstWeights)}; ours against the weights, {chanceText(oursAgainstWeights)}.
      </p>
      <Fallbacks experiment={experiment} />
    </section>
  );
}

const formatDifference = (clicks: number, of: number): string =>
  of === 0 ? '–' : `${clicks > 0 ? '+' : clicks < 0 ? '−' : ''}${((Math.abs(clicks) / of) * 100).toFixed(1)} pts`;

function Fallbacks({ experiment: { fallbacks, leftOut } }: { experiment: TuneParityExperiment }) {
  const ofFallback = fallbacks.map(({ reason, clicks }) => `${formatCount(clicks)} (${decisionText(reason)})`);
  const others = leftOut.filter(({ reason }) => reason !== 'would go to a fallback here');
  return (
    <>
      {ofFallback.length > 0 && (
        <p className="text-13 text-warning">Would go to the fallback here: {ofFallback.join(', ')}.</p>
      )}
      {others.length > 0 && (
        <p className="text-13 text-muted">
          Left out of the comparison:{' '}
          {others.map(({ reason, clicks }) => `${formatCount(clicks)}, ${reason}`).join('; ')}.
        </p>
      )}
    </>
  );
}
