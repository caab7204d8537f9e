import { agentLetter } from '@alyson/schema';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import { linkAddressOf } from '../../../lib/link-address.ts';
import { useMe } from '../../../lib/me.ts';
import { minuteText, scheduleText } from '../../../lib/schedule-presets.ts';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { formatCountOf } from '../../../ui/format/count.ts';
import { formatSplit, formatWeight } from '../../../ui/format/percent.ts';
import { SplitBar } from '../../../ui/split-bar.tsx';
import { NotAvailable } from '../../../ui/values/not-available.tsx';
import type { FormValues } from './form-values.ts';
import { STEP_LABEL, type Step } from './steps.ts';

/** Everything in one place, each block with its way back. */
export function ReviewStep() {
  const values = useFormContext<FormValues>().getValues();
  const { routerUrl } = useMe();
  const { optimization: limits } = values;
  const weights = values.agents.map((agent) => agent.weightBasisPoints ?? 0);
  const texts = formatSplit(weights);
  return (
    <>
      <Block step="links">
        <Facts
          facts={[
            ['Name', values.name.trim() || <NotAvailable because="No name yet." />],
            [
              'Links',
              <ul key="links" className="flex flex-col gap-1">
                {values.links.map((link) => (
                  <li key={`${link.kind} ${link.value}`} className="font-mono text-13 [overflow-wrap:anywhere]">
                    {linkAddressOf({ ...link, host: link.host || null }, routerUrl)}
                  </li>
                ))}
              </ul>,
            ],
            ['Fallback', values.fallbackUrl.trim() || "The workspace's"],
          ]}
        />
      </Block>
      <Block step="agents">
        <ul className="flex flex-col gap-3">
          {values.agents.map((agent, index) => (
            <li key={agentLetter(index + 1)} className="flex min-w-0 flex-col gap-0.5">
              <span className="flex items-center gap-2">
                <AgentChip letter={agentLetter(index + 1)} name={agent.name || 'No name yet'} />
                {agent.isControl && <span className="text-12 text-subtle">control</span>}
              </span>
              <span className="font-mono text-13 text-muted [overflow-wrap:anywhere]">
                {agent.landingUrl || 'No landing page yet'}
              </span>
            </li>
          ))}
        </ul>
      </Block>
      <Block step="split">
        <SplitBar
          shares={weights.map((weightBasisPoints, index) => ({ letter: agentLetter(index + 1), weightBasisPoints }))}
        />
        <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-13">
          {texts.map((text, index) => (
            <span key={agentLetter(index + 1)}>
              <span className="font-semibold">{agentLetter(index + 1)}</span> {text}
            </span>
          ))}
        </p>
      </Block>
      <Block step="optimize">
        <Facts
          facts={[
            ['Mode', values.mode === 'auto' ? 'Automatic' : 'Manual'],
            ['What counts', values.objective === 'rpc' ? 'Revenue per click' : 'Leads per click'],
            ['Exploration minimum', limits.floorBasisPoints === null ? null : formatWeight(limits.floorBasisPoints)],
            [
              'Largest change',
              limits.stepBasisPoints === null ? null : `${limits.stepBasisPoints / 100} pts per release`,
            ],
            [
              'First grade after',
              limits.burnInClicks === null ? null : `${formatCountOf(limits.burnInClicks, 'click')} per agent`,
            ],
            [
              'Hold without reports',
              limits.staleAfterMinutes === null ? null : `after ${limits.staleAfterMinutes / 60} h`,
            ],
            [
              'Attribution window',
              values.attributionWindowDays === null ? null : formatCountOf(values.attributionWindowDays, 'day'),
            ],
          ]}
        />
      </Block>
      <Block step="schedule">
        <Facts
          facts={[
            ['Start', minuteText(values.startsAt)],
            ['End', minuteText(values.endsAt)],
            ['Grading', scheduleText(values.gradingSchedule)],
          ]}
        />
      </Block>
    </>
  );
}

function Block({ step, children }: { step: Step; children: ReactNode }) {
  return (
    <Card
      title={STEP_LABEL[step]}
      actions={
        <Link
          to="/experiments/new"
          search={{ step }}
          className={buttonClass('secondary', 'sm')}
          aria-label={`Edit ${STEP_LABEL[step]}`}
        >
          Edit
        </Link>
      }
    >
      {children}
    </Card>
  );
}

/** Facts by name; null: what was typed is no number. */
function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents max-sm:block">
          <dt className="text-13 text-muted">{name}</dt>
          <dd className="min-w-0 max-sm:mb-1">
            {value ?? <NotAvailable because="What stands in the field is no number." />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
