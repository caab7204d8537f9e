import type { Experiment } from '@alyson/schema';
import { Hand, Play, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { LinkButton, TextLink } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { useNow } from '../../ui/values/now.ts';
import { useCurrentExperiment } from './current-experiment.ts';
import { HoldDialog } from './lifecycle/hold-dialog.tsx';
import { ResumeButton, StartButton } from './lifecycle/lifecycle-buttons.tsx';
import { useReleaseHold } from './lifecycle/queries.ts';
import { ScheduleButton, UnscheduleButton } from './lifecycle/schedule-buttons.tsx';
import { isUnderWay, rampTitle } from './ramp/ramp-text.ts';
import { ReleaseState } from './releases/release-state.tsx';
import { RollBackFromHeader } from './releases/roll-back-from-header.tsx';

/** Name, state and the three things that are done most: roll back, hold, change the split. */
export function ExperimentHeader() {
  const experiment = useCurrentExperiment();
  return (
    <PageHeader
      title={experiment.name}
      parent={{ label: 'Experiments', to: '/experiments' }}
      pill={<StatePill {...experiment} />}
      facts={<Facts experiment={experiment} />}
      actions={<Actions experiment={experiment} />}
    />
  );
}

function Facts({ experiment }: { experiment: Experiment }) {
  const { id, release, nextGradingAt, agents, links, state, ramp, willStartAt, willEndAt } = experiment;
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-1">
      <span>
        {formatCountOf(agents.filter(({ state: standing }) => standing !== 'archived').length, 'agent')},{' '}
        <TextLink to="/experiments/$experimentId/links" params={{ experimentId: id }}>
          {formatCountOf(links.length, 'link')}
        </TextLink>
      </span>
      {state === 'running' && nextGradingAt && <NextGrading at={nextGradingAt} />}
      {willStartAt && (
        <span>
          Starts <Instant at={willStartAt} as="full" />
        </span>
      )}
      {state === 'scheduled' && !willStartAt && <span className="text-negative">Did not start, see Settings</span>}
      {willEndAt && state !== 'scheduled' && (
        <span>
          Ends <Instant at={willEndAt} as="full" />
        </span>
      )}
      {release && <ReleaseState {...release} />}
      {ramp && isUnderWay(ramp) && (
        <TextLink to="/experiments/$experimentId/split" params={{ experimentId: id }}>
          {rampTitle(ramp)}
        </TextLink>
      )}
    </span>
  );
}

const SOON_MS = 10_000;

function NextGrading({ at }: { at: string }) {
  const now = useNow();
  if (Date.parse(at) - now < SOON_MS) return <span>Grading is due</span>;
  return (
    <span>
      Next grading <Instant at={at} />
    </span>
  );
}

function Actions({ experiment }: { experiment: Experiment }) {
  switch (experiment.state) {
    case 'draft':
    case 'scheduled':
      return (
        <>
          <ChangeSplit experimentId={experiment.id} />
          {experiment.state === 'draft' && experiment.startsAt && <ScheduleButton experimentId={experiment.id} />}
          {experiment.state === 'scheduled' && <UnscheduleButton experimentId={experiment.id} />}
          <StartButton experimentId={experiment.id} />
        </>
      );
    case 'running':
      return (
        <>
          <RollBackFromHeader />
          <HoldOrResume experiment={experiment} />
          <ChangeSplit experimentId={experiment.id} isPrimary />
        </>
      );
    case 'paused':
      return (
        <>
          <RollBackFromHeader />
          <ResumeButton experimentId={experiment.id} />
        </>
      );
    case 'completed':
    case 'archived':
      return null;
    default:
      return experiment.state satisfies never;
  }
}

const ChangeSplit = ({ experimentId, isPrimary = false }: { experimentId: string; isPrimary?: boolean }) => (
  <LinkButton
    to="/experiments/$experimentId/split"
    params={{ experimentId }}
    variant={isPrimary ? 'primary' : 'secondary'}
    icon={SlidersHorizontal}
  >
    Change split
  </LinkButton>
);

/** Hold asks why; resuming needs no reason. A split that a person sets has no optimizer to hold back. */
function HoldOrResume({ experiment }: { experiment: Experiment }) {
  const [isOpen, setIsOpen] = useState(false);
  const release = useReleaseHold(experiment.id);
  const refusal = useRefusal('experiment:write');
  const resume = () =>
    release.mutate(undefined, {
      onSuccess: () => showToast('Hold ended. The next grading run may move the split.'),
      onError: (error) => showToast(`Still held: ${error.message}`, { tone: 'failed' }),
    });
  if (experiment.heldSince) {
    return (
      <Button icon={Play} refusal={refusal} isPending={release.isPending} onClick={resume}>
        Resume
      </Button>
    );
  }
  if (experiment.mode === 'fixed') return null;
  return (
    <>
      <Button icon={Hand} refusal={refusal} onClick={() => setIsOpen(true)}>
        Hold
      </Button>
      {isOpen && <HoldDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}
