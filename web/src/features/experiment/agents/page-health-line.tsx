import { type Agent, PAGE_FINDINGS } from '@alyson/schema';
import { CircleAlert, CircleCheck, Clock, type LucideIcon, TriangleAlert } from 'lucide-react';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { Instant } from '../../../ui/values/instant.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useCheckPage } from './queries.ts';

type State = NonNullable<Agent['page']>['state'];

const LOOKS: Readonly<Record<State, { icon: LucideIcon; tone: string; words: string }>> = {
  unchecked: { icon: Clock, tone: 'text-subtle', words: 'Not checked yet.' },
  ok: { icon: CircleCheck, tone: 'text-positive', words: 'Answers.' },
  attention: { icon: TriangleAlert, tone: 'text-warning', words: 'Needs attention.' },
  failing: { icon: CircleAlert, tone: 'text-negative', words: 'Page failing.' },
};

const DOUBTED: (typeof LOOKS)[State] = { icon: TriangleAlert, tone: 'text-warning', words: 'Failed its newest check.' };

const CUT_OFF: (typeof LOOKS)[State] = {
  icon: TriangleAlert,
  tone: 'text-warning',
  words: 'Not reached, nor is any other page: the fault may be on our side.',
};

/** Whether an agent's page answers, what is wrong with it, and a look at once. */
export function PageHealthLine({ agent: { id, letter, page, offCause } }: { agent: Agent }) {
  const findings = page?.findings ?? [];
  // A first failure is shown as one, and not as a verdict.
  const isDoubted = page?.state !== 'failing' && findings.some(({ kind }) => PAGE_FINDINGS[kind] === 'failing');
  const looks = page?.isCutOff ? CUT_OFF : LOOKS[page?.state ?? 'unchecked'];
  const { icon: Icon, tone, words } = isDoubted ? DOUBTED : looks;
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-13">
      <Icon aria-hidden="true" className={`size-4 shrink-0 ${tone}`} />
      <p className="min-w-0">
        <span className="font-medium">{words}</span> {findings.map(({ detail }) => detail).join(' ')}
        {isDoubted && ' It is looked at again in a moment.'}
        {offCause === 'page_failing' && ' Taken out of the split until the page is well again.'}
        {page?.checkedAt && (
          <span className="text-subtle">
            {' '}
            Checked <Instant at={page.checkedAt} />.
          </span>
        )}
      </p>
      <CheckButton agentId={id} letter={letter} />
    </div>
  );
}

function CheckButton({ agentId, letter }: { agentId: string; letter: string }) {
  const { id } = useCurrentExperiment();
  const check = useCheckPage(id);
  const press = () =>
    check.mutate(agentId, {
      onSuccess: () => showToast(`The page of agent ${letter} is being checked.`),
      onError: (error) => showToast(`Not checked: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <Button
      size="sm"
      variant="quiet"
      refusal={useRefusal('experiment:write')}
      isPending={check.isPending}
      onClick={press}
    >
      Check now
      <span className="sr-only"> the page of agent {letter}</span>
    </Button>
  );
}
