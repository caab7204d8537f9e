import type { ClickExplanation, ClickSummary } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { clickExplanationQuery, lettersQuery } from '../lib/explanations.ts';
import { CopyButton } from './copy-button.tsx';
import { DecisionSteps } from './decision-steps.tsx';
import { decisionText } from './decision-text.ts';
import { Drawer } from './drawer.tsx';
import { Notice } from './notice.tsx';
import { QueryView } from './query-view.tsx';
import { TableSkeleton } from './skeleton.tsx';
import { Instant } from './values/instant.tsx';

/** Why a recorded click went where it went: it is decided again, step by step. Render it while it is open. */
export function WhyClickDrawer({ click, onClose }: { click: ClickSummary; onClose: () => void }) {
  const explanation = useQuery(clickExplanationQuery(click.id));
  return (
    <Drawer
      onClose={onClose}
      title="Why did this click go there?"
      description={
        <>
          {click.agentLetter ? `Agent ${click.agentLetter}` : 'The fallback, or a page of its own'},{' '}
          {decisionText(click.reason)}, <Instant at={click.at} as="full" />
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <QueryView query={explanation} what="the explanation" skeleton={<TableSkeleton rows={5} />}>
          {(told) => <Explained told={told} />}
        </QueryView>
        <div>
          <h3 className="mb-1.5 text-13 font-medium">Click id</h3>
          <p className="flex flex-wrap items-center gap-2">
            <code className="font-mono text-13 [overflow-wrap:anywhere]">{click.id}</code>
            <CopyButton text={click.id} label="Copy the click id" />
          </p>
        </div>
      </div>
    </Drawer>
  );
}

function Explained({ told }: { told: ClickExplanation }) {
  return (
    <>
      <Verdict told={told} />
      {told.steps.length > 0 && told.experimentId && <Steps told={told} experimentId={told.experimentId} />}
    </>
  );
}

function Verdict({ told: { verdict, detail, releaseNumber } }: { told: ClickExplanation }) {
  switch (verdict) {
    case 'same':
      return (
        <Notice>
          Same answer: decided again by release {releaseNumber}, as it was then, the click goes the same way.
        </Notice>
      );
    case 'different':
      return <Notice tone="negative">{detail}</Notice>;
    case 'unknown':
      return <Notice tone="warning">It cannot be decided again. {detail}</Notice>;
    default:
      return verdict satisfies never;
  }
}

function Steps({ told, experimentId }: { told: ClickExplanation; experimentId: string }) {
  const letters = useQuery(lettersQuery(experimentId)).data;
  return (
    <section>
      <h3 className="mb-2.5 text-15 font-semibold">Step by step</h3>
      <DecisionSteps steps={told.steps} letterOf={(id) => letters?.get(id) ?? '…'} />
      <p className="mt-4 text-13 text-muted">
        What rules looked at is not kept, only which of them decided; rules and agents that were passed over are not
        shown as such.
      </p>
    </section>
  );
}
