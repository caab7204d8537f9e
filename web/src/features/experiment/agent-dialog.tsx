import { type Agent, ChangeAgent, ProblemError } from '@alyson/schema';
import { useState } from 'react';
import { faultSentence, issueMessage } from '../../lib/issue-message.ts';
import { pointerToPath } from '../../lib/json-pointer.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useCurrentExperiment } from './current-experiment.ts';
import { useChangeAgent } from './queries.ts';

const LABELS: Readonly<Record<string, string>> = { name: 'Name', dailyCap: 'Daily cap', tuneUrlId: 'url_id' };

/** Changes what is called an agent, how many clicks it takes a day, and how TUNE calls its page. Render it while it is open. */
export function AgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { id, version, timezone } = useCurrentExperiment();
  const change = useChangeAgent(id);
  const [base] = useState(version);
  const [name, setName] = useState(agent.name);
  const [hasCap, setHasCap] = useState(agent.dailyCap !== null);
  const [dailyCap, setDailyCap] = useState(agent.dailyCap);
  const [tuneUrlId, setTuneUrlId] = useState(agent.tuneUrlId ?? '');
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map());

  const refuse = (found: readonly { path: string; message: string }[]) =>
    setFaults(new Map(found.map(({ path, message }) => [path, faultSentence(LABELS[path], message)])));
  const send = () => {
    const parsed = ChangeAgent.safeParse(
      { name, dailyCap: hasCap ? (dailyCap ?? Number.NaN) : null, tuneUrlId: tuneUrlId.trim() || null },
      { error: issueMessage },
    );
    if (!parsed.success)
      return refuse(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
    change.mutate(
      { agentId: agent.id, version: base, body: parsed.data },
      {
        onSuccess: () => {
          onClose();
          showToast(`Agent ${agent.letter} changed.`);
        },
        onError: (error) => {
          if (error instanceof ProblemError)
            refuse(
              error.errors.map(({ pointer, detail }) => ({ path: pointerToPath(pointer) ?? '', message: detail })),
            );
        },
      },
    );
  };

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Change agent ${agent.letter}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="agent" isPending={change.isPending}>
            Save agent {agent.letter}
          </Button>
        </>
      }
    >
      <form
        id="agent"
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {change.error && (
          <Notice tone="negative" role="alert">
            Not saved: {faults.size > 0 ? 'mend what is marked below.' : change.error.message}
          </Notice>
        )}
        <Field label="Name" error={faults.get('name')}>
          <Input value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <div>
          <label className="touch-target mb-2 flex cursor-pointer items-center gap-2 text-14">
            <input
              type="checkbox"
              checked={hasCap}
              onChange={(event) => setHasCap(event.target.checked)}
              className="size-4 accent-ink"
            />
            Limit its clicks per day
          </label>
          {hasCap && (
            <Field
              label="Daily cap"
              error={faults.get('dailyCap')}
              hint={`Of people, bots not counted; the day is ${timezone.replaceAll('_', ' ')}'s. Reached, its clicks go to the others. It may overshoot by what comes in the second or two until every router knows.`}
            >
              <NumberField
                value={dailyCap}
                onChange={setDailyCap}
                min={1}
                step={100}
                unit="clicks"
                className="max-w-48"
              />
            </Field>
          )}
        </div>
        <Field
          label="TUNE's url_id (optional)"
          error={faults.get('tuneUrlId')}
          hint="A link that carries it goes to this agent; such clicks are not graded. Where TUNE follows after this router, it names the page to TUNE."
        >
          <Input
            value={tuneUrlId}
            inputMode="numeric"
            spellCheck={false}
            placeholder="214"
            className="max-w-48 font-mono text-13"
            onChange={(event) => setTuneUrlId(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
