import { type Agent, ProblemError } from '@alyson/schema';
import { useState } from 'react';
import { useIdempotencyKey } from '../../../lib/idempotency-key.ts';
import { Field } from '../../../ui/field.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { savedText } from '../saved-text.ts';
import { useVerb } from '../waits-for-approval.ts';
import { PageFields, StandingFields } from './agent-fields.tsx';
import {
  type AgentFaults,
  type AgentForm,
  agentFaultsOf,
  agentFormOf,
  emptyAgentForm,
  readAgentChange,
  readNewAgent,
} from './agent-form.ts';
import { useAddAgent, useChangeAgent } from './queries.ts';
import { ShareOfNewAgent } from './share-of-new-agent.tsx';

interface AgentDialogProps {
  /** Null: a new one. */
  agent: Agent | null;
  onClose: () => void;
}

const NO_FAULTS: AgentFaults = new Map();

/** Adds an agent, or changes one. Render it while it is open. */
export function AgentDialog({ agent, onClose }: AgentDialogProps) {
  const { id, version, state } = useCurrentExperiment();
  const add = useAddAgent(id);
  const change = useChangeAgent(id);
  const keyOf = useIdempotencyKey();
  const [base] = useState(version);
  const [form, setForm] = useState<AgentForm>(() => (agent ? agentFormOf(agent) : emptyAgentForm));
  const [faults, setFaults] = useState(NO_FAULTS);
  const failure = add.error ?? change.error;
  const isLive = state === 'running' || state === 'paused';
  const addVerb = useVerb('Add the agent');
  const verb = agent ? `Save agent ${agent.letter}` : addVerb;
  const fields = { form, faults, onChange: (next: Partial<AgentForm>) => setForm({ ...form, ...next }) };

  const outcome = {
    onSuccess: (written: object) => {
      onClose();
      showToast(savedText(written, agent ? `Agent ${agent.letter} changed.` : `${form.name.trim()} added.`));
    },
    onError: (error: Error) => {
      if (error instanceof ProblemError) setFaults(agentFaultsOf(error));
    },
  };
  const sendNew = () => {
    const read = readNewAgent(form);
    setFaults('faults' in read ? read.faults : NO_FAULTS);
    if ('body' in read) add.mutate({ body: read.body, idempotencyKey: keyOf(read.body) }, outcome);
  };
  const sendChange = (changed: Agent) => {
    const read = readAgentChange(form, changed);
    setFaults('faults' in read ? read.faults : NO_FAULTS);
    if ('body' in read) change.mutate({ agentId: changed.id, version: base, body: read.body }, outcome);
  };

  return (
    <FormDialog
      size={agent ? 'md' : 'lg'}
      title={agent ? `Change agent ${agent.letter}` : 'Add an agent'}
      description={
        agent ? undefined : 'Another landing page that competes for the clicks. The others keep their results.'
      }
      verb={verb}
      isPending={add.isPending || change.isPending}
      onSubmit={() => (agent ? sendChange(agent) : sendNew())}
      onClose={onClose}
    >
      {failure && (
        <Notice tone="negative" role="alert">
          Not saved: {faults.size > 0 ? 'mend what is marked below.' : failure.message}
        </Notice>
      )}
      <PageFields {...fields} isNew={!agent} />
      {!agent && <ShareOfNewAgent {...fields} />}
      <StandingFields {...fields} />
      {isLive && (
        <Field label="Reason (optional)" hint="Kept with the release and in the history." error={faults.get('reason')}>
          <Input
            value={form.reason}
            maxLength={500}
            onChange={(event) => fields.onChange({ reason: event.target.value })}
          />
        </Field>
      )}
    </FormDialog>
  );
}
