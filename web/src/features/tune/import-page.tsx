import { LinkHost, ProblemError, type TuneConnection, type TuneImport } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useIdempotencyKey } from '../../lib/idempotency-key.ts';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { Decisions } from './decisions.ts';
import { PlanList } from './plan-list.tsx';
import { connectionQuery, type PlanRequest, useApply, useImport, usePlan } from './queries.ts';
import { StanceForm } from './stance-form.tsx';
import { countsText, ORIGINS } from './words.ts';

const route = getRouteApi('/signed-in/tune/imports/$importId');

/** One import: what it would make, what needs a person, and the button that makes it. */
export function ImportPage() {
  const { importId } = route.useParams();
  const found = useImport(importId as TuneImport['id']);
  return (
    <QueryView query={found} what="the import" skeleton={<TableSkeleton />}>
      {(one) => <ImportView one={one} />}
    </QueryView>
  );
}

function ImportView({ one }: { one: TuneImport }) {
  const connection = useQuery(connectionQuery);
  return (
    <>
      <PageHeader
        title={`Import from ${ORIGINS[one.origin].toLowerCase().replace("tune's api", "TUNE's API")}`}
        parent={{ label: 'Moving from TUNE', to: '/tune' }}
        facts={countsText(one)}
      />
      <div className="flex flex-col gap-4">
        {one.state === 'reading' && (
          <Notice role="status">
            TUNE is being read
            {one.reading ? `: page ${one.reading.page} of its ${one.reading.kind.replace('_', ' ')}s` : ''}. This page
            goes on by itself.
          </Notice>
        )}
        {one.state === 'failed' && <Notice tone="negative">It could not be read: {one.failure} Import again.</Notice>}
        <Warnings warnings={one.warnings} />
        {one.state === 'ready' && !connection.isPending && <PlanView one={one} connection={connection.data ?? null} />}
      </div>
    </>
  );
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <Notice tone="warning">
      <details>
        <summary className="cursor-pointer">
          {formatCountOf(warnings.length, 'line')} could not be read, and count nothing.
        </summary>
        <ul className="mt-2 list-disc pl-5">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </details>
    </Notice>
  );
}

function PlanView({ one, connection }: { one: TuneImport; connection: TuneConnection | null }) {
  const [stance, setStance] = useState<PlanRequest['stance']>({
    mode: 'behind',
    trackingHost: connection ? `${connection.networkId}.go2cloud.org` : '',
    host: null,
  });
  const [decisions, setDecisions] = useState<Decisions>(new Map());
  const isHost = LinkHost.safeParse(stance.trackingHost).success;
  const request = isHost ? { stance, decisions: [...decisions.values()] } : null;
  const plan = usePlan(one.id, request);
  const faults = plan.error instanceof ProblemError ? plan.error.errors : [];
  const faultAt = (pointer: string) => faults.find((fault) => fault.pointer === pointer)?.detail;
  const isOfStance = faults.some(({ pointer }) => pointer.startsWith('#/stance/'));
  return (
    <>
      <StanceForm
        stance={stance}
        errors={{
          host: faultAt('#/stance/host'),
          trackingHost:
            stance.trackingHost !== '' && !isHost
              ? 'It must be a host name, such as acme.go2cloud.org.'
              : faultAt('#/stance/trackingHost'),
        }}
        onChange={setStance}
      />
      {request === null || isOfStance ? (
        <Card>
          <p className="text-14 text-muted">Say where TUNE itself answers clicks, and the plan appears here.</p>
        </Card>
      ) : (
        <QueryView query={plan} what="the plan" skeleton={<TableSkeleton />}>
          {(shown) => (
            <>
              <PlanList plan={shown} decisions={decisions} mode={stance.mode} onChange={setDecisions} />
              <ApplyCard one={one} request={request} create={shown.counts.create} blocked={shown.counts.blocked} />
            </>
          )}
        </QueryView>
      )}
    </>
  );
}

interface ApplyCardProps {
  one: TuneImport;
  request: PlanRequest;
  create: number;
  blocked: number;
}

function ApplyCard({ one, request, create, blocked }: ApplyCardProps) {
  const apply = useApply(one.id);
  const keyOf = useIdempotencyKey<[string, PlanRequest, number]>();
  const permission = useRefusal('experiment:write');
  const isNoting = request.decisions?.some(({ acknowledge }) => acknowledge) ?? false;
  const label = create > 0 ? `Make ${formatCountOf(create, 'draft')}` : 'Save what is noted';
  const send = () =>
    apply.mutate(
      { body: request, idempotencyKey: keyOf([one.id, request, create]) },
      {
        onSuccess: ({ created }) =>
          showToast(
            created > 0
              ? `${formatCountOf(created, 'draft')} made; no click is routed so yet. Next: compare with TUNE’s clicks.`
              : 'Noted.',
          ),
      },
    );
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-60 text-14 text-muted">
          All drafts are made at once, or none. They route nothing until they are started and their links are moved.
          {blocked > 0 && ` What needs you stays out: ${formatCountOf(blocked, 'ad group')}.`}
        </p>
        <Button
          variant="primary"
          isPending={apply.isPending}
          refusal={permission ?? (create === 0 && !isNoting ? 'There is nothing to make.' : null)}
          onClick={send}
        >
          {label}
        </Button>
      </div>
      {apply.error && (
        <Notice tone="negative" role="alert" className="mt-3">
          Nothing was made: {apply.error.message}
        </Notice>
      )}
    </Card>
  );
}
