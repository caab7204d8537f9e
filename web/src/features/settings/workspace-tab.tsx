import { ChangeWorkspace, ProblemError, type Workspace } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { faultSentence } from '../../lib/issue-message.ts';
import { useMe, useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { Input, Select } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { AddWorkspaceCard } from './add-workspace-card.tsx';
import { ApprovalCard } from './approval-card.tsx';
import { useChangeWorkspace, workspaceQuery } from './queries.ts';
import { ShorterRetentionDialog } from './shorter-retention-dialog.tsx';

const TIMEZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
const CURRENCIES = Intl.supportedValuesOf('currency');

/** Name, currency, timezone, and how long clicks are kept. */
export function WorkspaceTab() {
  const workspace = useQuery(workspaceQuery);
  const { permissions } = useMe();
  return (
    <div className="flex flex-col gap-4">
      <Card title="Workspace">
        <QueryView query={workspace} what="the workspace" skeleton={<TableSkeleton rows={3} columns={2} />}>
          {(data) => <WorkspaceForm key={data.version} workspace={data} />}
        </QueryView>
      </Card>
      {workspace.data && <ApprovalCard workspace={workspace.data} />}
      {permissions.includes('deployment:admin') && <AddWorkspaceCard />}
    </div>
  );
}

function WorkspaceForm({ workspace }: { workspace: Workspace }) {
  const [values, setValues] = useState(workspace);
  const [fault, setFault] = useState<{ field: string; text: string } | null>(null);
  const [isConfirming, setIsConfirming] = useState(false);
  const refusal = useRefusal('workspace:admin');
  const change = useChangeWorkspace();
  const set = (part: Partial<Workspace>) => setValues({ ...values, ...part });
  const { name, currency, timezone, clickRetentionDays } = values;
  const check = () => {
    const parsed = ChangeWorkspace.safeParse({ name, currency, timezone, clickRetentionDays });
    const [issue] = parsed.error?.issues ?? [];
    setFault(issue ? { field: String(issue.path[0]), text: faultSentence('It', issue.message) } : null);
    if (!parsed.success) return;
    if (clickRetentionDays < workspace.clickRetentionDays) setIsConfirming(true);
    else save();
  };
  const save = () =>
    change.mutate(
      { name, currency, timezone, clickRetentionDays, version: workspace.version },
      { onSuccess: () => showToast('Saved.'), onSettled: () => setIsConfirming(false) },
    );
  const isReadOnly = refusal !== null;
  const faultOf = (field: keyof Workspace) => (fault?.field === field ? fault.text : undefined);
  return (
    <form
      noValidate
      className="flex max-w-md flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReadOnly) check();
      }}
    >
      {isReadOnly && <Notice>Admins change these settings. You can read them.</Notice>}
      {change.error && (
        <Notice tone="negative" role="alert">
          {failureText(change.error)}
        </Notice>
      )}
      <Field label="Name" error={faultOf('name')}>
        <Input value={values.name} readOnly={isReadOnly} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <Field label="Currency" hint="Of new experiments. One that is there keeps its own, and so does its money.">
        <Select
          value={values.currency}
          disabled={isReadOnly}
          onChange={(event) => set({ currency: event.target.value })}
        >
          {CURRENCIES.map((currency) => (
            <option key={currency}>{currency}</option>
          ))}
        </Select>
      </Field>
      <Field label="Timezone" hint="Every time in the panel is shown in it, to everybody here.">
        <Select
          value={values.timezone}
          disabled={isReadOnly}
          onChange={(event) => set({ timezone: event.target.value })}
        >
          {TIMEZONES.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label="Days that clicks are kept"
        hint="Older ones are deleted. What is counted of them, and their money, stay."
        error={faultOf('clickRetentionDays')}
      >
        <Input
          type="number"
          value={values.clickRetentionDays}
          readOnly={isReadOnly}
          onChange={(event) => set({ clickRetentionDays: Math.trunc(event.target.valueAsNumber || 0) })}
        />
      </Field>
      <div>
        <Button type="submit" variant="primary" isPending={change.isPending} refusal={refusal}>
          Save changes
        </Button>
      </div>
      {isConfirming && (
        <ShorterRetentionDialog
          days={clickRetentionDays}
          isPending={change.isPending}
          onConfirm={save}
          onClose={() => setIsConfirming(false)}
        />
      )}
    </form>
  );
}

const failureText = (error: Error): string =>
  error instanceof ProblemError && error.code === 'stale_version'
    ? 'Somebody changed the settings while you were editing. Reload the page to see theirs; yours are not saved.'
    : wordsOf(error);
