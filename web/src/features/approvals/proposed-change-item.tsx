import type { ProposableAction, ProposedChange, ProposedChangeState } from '@alyson/schema';
import { useState } from 'react';
import { useMe, useRefusal } from '../../lib/me.ts';
import { ChangesTable } from '../../ui/audit/changes-table.tsx';
import { Button } from '../../ui/button.tsx';
import { TextLink } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { changedFields } from './changed-fields.ts';
import { DecideDialog } from './decide-dialog.tsx';

const WANTS: Readonly<Record<ProposableAction, string>> = {
  changeExperiment: 'wants to change the routing of',
  overrideSplit: 'wants to change the split of',
  addAgent: 'wants to add an agent to',
  changeAgent: 'wants to change an agent of',
  archiveAgent: 'wants to archive an agent of',
  turnAgentOn: 'wants to turn on an agent of',
  addLink: 'wants to add a link to',
  changeLink: 'wants to change a link of',
  removeLink: 'wants to remove a link from',
  rollBack: 'wants to roll back',
  completeExperiment: 'wants to end',
  startRamp: 'wants to ramp the split of',
};

const DECIDED: Readonly<Record<Exclude<ProposedChangeState, 'open'>, string>> = {
  approved: 'Approved by',
  refused: 'Refused by',
  withdrawn: 'Withdrawn by',
  stale: 'Found stale when approved by',
};

/** One proposed change: who wants what, before and after, and the decision. */
export function ProposedChangeItem({ proposed }: { proposed: ProposedChange }) {
  const { action, changes, experimentId, experimentName, proposedAt, proposedBy, reason } = proposed;
  return (
    <li className="border-b px-4 py-4 last:border-b-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <p className="min-w-0 [overflow-wrap:anywhere]">
          <span className="font-medium">{proposedBy.name}</span> {WANTS[action]}{' '}
          <TextLink to="/experiments/$experimentId" params={{ experimentId }}>
            {experimentName}
          </TextLink>
          .
        </p>
        <span className="text-13 text-muted">
          <Instant at={proposedAt} />
        </span>
      </div>
      {reason && <p className="mt-0.5 text-13 text-muted [overflow-wrap:anywhere]">Reason: {reason}</p>}
      <ChangesTable fields={changedFields(changes)} hasBefore />
      {proposed.state === 'open' ? <Deciding proposed={proposed} /> : <Decided proposed={proposed} />}
    </li>
  );
}

function Deciding({ proposed }: { proposed: ProposedChange }) {
  const { actor } = useMe();
  const [open, setOpen] = useState<'approve' | 'refuse' | null>(null);
  const permission = useRefusal('experiment:write');
  const isOwn = proposed.proposedBy.id === actor.id;
  const own = isOwn ? 'You proposed it: another person must approve it.' : null;
  return (
    <>
      {proposed.experimentVersion !== proposed.basedOnVersion && (
        <Notice className="mt-3">
          The experiment has changed since. It can be approved as long as nothing that is shown here has moved on.
        </Notice>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button variant="primary" refusal={permission ?? own} onClick={() => setOpen('approve')}>
          Approve<span className="sr-only"> the change of {proposed.experimentName}</span>
        </Button>
        <Button refusal={permission} onClick={() => setOpen('refuse')}>
          {isOwn ? 'Withdraw' : 'Refuse'}
          <span className="sr-only"> the change of {proposed.experimentName}</span>
        </Button>
      </div>
      {open && <DecideDialog proposed={proposed} to={open} isOwn={isOwn} onClose={() => setOpen(null)} />}
    </>
  );
}

function Decided({ proposed: { state, decidedAt, decidedBy, decisionNote } }: { proposed: ProposedChange }) {
  if (state === 'open' || !decidedBy || !decidedAt) return null;
  return (
    <p className="mt-3 text-13 text-muted [overflow-wrap:anywhere]">
      {DECIDED[state]} {decidedBy.name}, <Instant at={decidedAt} />.{decisionNote && ` ${decisionNote}`}
    </p>
  );
}
