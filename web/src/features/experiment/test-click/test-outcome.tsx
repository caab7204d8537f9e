import type { Explanation } from '@alyson/schema';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { Card } from '../../../ui/card.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { DecisionSteps } from '../../../ui/decision-steps.tsx';
import { decisionText } from '../../../ui/decision-text.ts';
import { formatWeight } from '../../../ui/format/percent.ts';
import { useCurrentExperiment } from '../current-experiment.ts';

/** Where the made-up click went, and every step on the way. */
export function TestOutcome({ told }: { told: Explanation }) {
  const { agents } = useCurrentExperiment();
  const agent = agents.find(({ id }) => id === told.agentId);
  const letterOf = (id: string) => agents.find((one) => one.id === id)?.letter ?? 'that is gone';
  return (
    <Card
      title={
        agent ? (
          <span className="flex flex-wrap items-center gap-2">
            <AgentChip letter={agent.letter} name={agent.name} />
            <span className="font-normal text-muted">{decisionText(told.reason)}</span>
          </span>
        ) : (
          <span>
            {told.reason === 'deep_link' || told.reason === 'rule_url' ? 'A page of its own' : 'The fallback'}
          </span>
        )
      }
      note={told.releaseNumber === null ? 'By what is not released yet.' : `By release ${told.releaseNumber}.`}
    >
      <div role="status" className="flex flex-col gap-5">
        <div>
          <h3 className="mb-1.5 text-13 font-medium">Redirects ({told.status}) to</h3>
          {told.destination === null ? (
            <p className="text-14">The deployment's own fallback page, without any parameter.</p>
          ) : (
            <CodeBlock code={told.destination} copyLabel="Copy the destination" />
          )}
        </div>
        <div>
          <h3 className="mb-2 text-13 font-medium">Step by step</h3>
          <DecisionSteps steps={told.steps} letterOf={letterOf} />
        </div>
        <p className="text-13 text-muted [overflow-wrap:anywhere]">{factsOf(told)}</p>
      </div>
    </Card>
  );
}

function factsOf({ propensity, utmContent, keySource }: Explanation): string {
  const key =
    keySource === 'minted'
      ? 'Without a utm_content of its own, it gets its click id as one.'
      : `Its utm_content is ${utmContent}${keySource === 'transaction_id' ? ", from TUNE's transaction_id" : ''}.`;
  if (!propensity) return key;
  return `The agent's chance was ${formatWeight(Math.round((propensity.owner / propensity.survivors) * 10_000))}. ${key}`;
}
