import type { TuneMode, TunePlanItem } from '@alyson/schema';
import { clsx } from 'clsx';
import { Card } from '../../ui/card.tsx';
import { TextLink } from '../../ui/link-button.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { type Decision, leaveOut } from './decisions.ts';
import { FindingRow } from './finding-row.tsx';
import { PlanAgents } from './plan-agents.tsx';
import { SlugField } from './slug-field.tsx';
import { OUTCOMES, sourceText } from './words.ts';

interface PlanItemProps {
  item: TunePlanItem;
  mode: TuneMode;
  decision: Decision;
  onDecide: (decision: Decision) => void;
}

const TONE: Record<TunePlanItem['outcome'], string> = {
  create: 'bg-positive-ground text-positive',
  blocked: 'bg-warning-ground text-warning',
  changed: 'bg-info-ground text-info',
  left_out: 'bg-sunken text-muted',
  unchanged: 'bg-sunken text-muted',
};

/** One ad group or offer: what it becomes, what stands against that, and what a person decides. */
export function PlanItem({ item, mode, decision, onDecide }: PlanItemProps) {
  const { outcome, experimentId, source, name } = item;
  const isNew = experimentId === null;
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {name}
          <span className={clsx('inline-flex h-6 items-center rounded-chip px-2 text-12 font-medium', TONE[outcome])}>
            {OUTCOMES[outcome]}
          </span>
        </span>
      }
      note={`${sourceText(source)} in TUNE, ${source.status || 'without a status'}`}
      actions={isNew ? <TakeBox item={item} decision={decision} onDecide={onDecide} /> : null}
    >
      <div className="flex flex-col gap-4">
        {experimentId && (
          <p className="text-14">
            Imported as{' '}
            <TextLink to="/experiments/$experimentId" params={{ experimentId }}>
              this experiment
            </TextLink>
            . Importing again never changes it.
          </p>
        )}
        {outcome === 'changed' && <Differences item={item} decision={decision} onDecide={onDecide} />}
        {outcome === 'left_out' && <p className="text-13 text-muted">{whyLeftOut(item, decision)}</p>}
        {isNew && outcome !== 'left_out' && (
          <>
            {item.findings.length > 0 && (
              <ul aria-label="What to look at" className="flex flex-col gap-2">
                {item.findings.map((finding) => (
                  <FindingRow
                    key={`${finding.code}/${finding.page}/${finding.detail}`}
                    finding={finding}
                    agent={item.agents.find(({ page }) => page === finding.page)}
                    decision={decision}
                    onDecide={onDecide}
                  />
                ))}
              </ul>
            )}
            <PlanAgents agents={item.agents} onLeaveOut={(page) => onDecide(leaveOut(decision, page, true))} />
            <LeftOutPages decision={decision} onDecide={onDecide} />
            {mode === 'behind' && <SlugField item={item} decision={decision} onDecide={onDecide} />}
            <Facts item={item} />
          </>
        )}
      </div>
    </Card>
  );
}

function whyLeftOut({ source }: TunePlanItem, { take }: Decision): string {
  if (take === false) return 'You left it out.';
  if (source.kind === 'offer')
    return 'TUNE splits nothing here: all clicks go to the default URL, unless a link names another.';
  return 'It is not active in TUNE.';
}

type Part = Pick<PlanItemProps, 'item' | 'decision' | 'onDecide'>;

function TakeBox({ item, decision, onDecide }: Part) {
  const isTaken = item.outcome !== 'left_out';
  return (
    <label className="touch-target inline-flex cursor-pointer items-center gap-2 text-14">
      <input
        type="checkbox"
        checked={isTaken}
        className="size-4 accent-ink"
        onChange={(event) => onDecide({ ...decision, take: event.target.checked })}
      />
      Import
      <span className="sr-only"> {item.name}</span>
    </label>
  );
}

function Differences({ item, decision, onDecide }: Part) {
  return (
    <>
      <Table caption={`What TUNE says otherwise of ${item.name}`} isDense>
        <thead>
          <tr>
            <Th isSticky>What</Th>
            <Th>When imported</Th>
            <Th>In TUNE now</Th>
          </tr>
        </thead>
        <tbody>
          {item.differences.map(({ what, imported, tune }) => (
            <Tr key={what}>
              <Td isSticky>{what}</Td>
              <Td className="[overflow-wrap:anywhere]">{imported ?? 'was not there'}</Td>
              <Td className="[overflow-wrap:anywhere]">{tune ?? 'is gone'}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <label className="touch-target inline-flex cursor-pointer items-center gap-2 text-14">
        <input
          type="checkbox"
          checked={decision.acknowledge ?? false}
          className="size-4 accent-ink"
          onChange={(event) => onDecide({ ...decision, acknowledge: event.target.checked })}
        />
        I have seen to it: show it no more
      </label>
    </>
  );
}

function LeftOutPages({ decision, onDecide }: Pick<Part, 'decision' | 'onDecide'>) {
  const pages = decision.leftOutPages ?? [];
  if (pages.length === 0) return null;
  return (
    <p className="text-13 text-muted">
      Left out:{' '}
      {pages.map((page) => (
        <button
          key={page}
          type="button"
          className="mr-2 rounded-sm underline underline-offset-3 hover:text-text"
          onClick={() => onDecide(leaveOut(decision, page, false))}
        >
          take {pageText(page)} again
        </button>
      ))}
    </p>
  );
}

function pageText(page: string): string {
  const [offer = '', url = '0'] = page.split('/');
  return url === '0' ? `offer ${offer}'s default URL` : `URL ${url} of offer ${offer}`;
}

function Facts({ item }: Pick<Part, 'item'>) {
  const shorts = item.links.filter(({ kind }) => kind === 'short').length;
  const facts = [
    item.mode === 'auto' ? 'Auto mode: gradings move the split' : 'Fixed mode: the split stays as it is',
    item.fallbackUrl === null ? "fallback: the workspace's" : `fallback: ${item.fallbackUrl}`,
    shorts > 0 && `${shorts} short ${shorts === 1 ? 'link' : 'links'}`,
  ].filter(Boolean);
  return <p className="text-13 text-muted [overflow-wrap:anywhere]">{facts.join(' · ')}</p>;
}
