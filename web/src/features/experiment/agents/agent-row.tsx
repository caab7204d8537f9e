import type { Agent } from '@alyson/schema';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../../lib/me.ts';
import { AgentChip } from '../../../ui/agent-chip.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { formatCountOf } from '../../../ui/format/count.ts';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { AgentDialog } from './agent-dialog.tsx';
import { AgentExitDialog } from './agent-exit-dialog.tsx';
import { PageHealthLine } from './page-health-line.tsx';
import { useRestoreAgent } from './queries.ts';

interface AgentRowProps {
  agent: Agent;
  /** The experiment has ended: its agents stay as they are. */
  isOver: boolean;
}

/** One agent with its page, and what can be done with it. */
export function AgentRow({ agent, isOver }: AgentRowProps) {
  const facts = [
    agent.isControl && 'control',
    agent.dailyCap !== null && `at most ${formatCountOf(agent.dailyCap, 'click')} a day`,
    agent.isCapped && 'reached today',
    agent.tuneUrlId !== null && `url_id ${agent.tuneUrlId}`,
  ].filter(Boolean);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-56">
        <p className="text-14">
          <AgentChip letter={agent.letter} name={agent.name} state={agent.state} />
          {facts.length > 0 && <span className="ml-2 text-12 text-subtle">{facts.join(', ')}</span>}
        </p>
        <p className="mt-1 font-mono text-13 text-muted [overflow-wrap:anywhere]">{agent.landingUrl}</p>
        {!isOver && agent.state !== 'archived' && <PageHealthLine agent={agent} />}
      </div>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={agent.landingUrl} label={`Copy ${agent.landingUrl}`} />
        {!isOver && (agent.state === 'archived' ? <RestoreButton agent={agent} /> : <AgentButtons agent={agent} />)}
      </div>
    </li>
  );
}

function AgentButtons({ agent }: { agent: Agent }) {
  const { state } = useCurrentExperiment();
  const [open, setOpen] = useState<'change' | 'exit' | null>(null);
  const refusal = useRefusal('experiment:write');
  const close = () => setOpen(null);
  return (
    <>
      <Button size="sm" icon={Pencil} refusal={refusal} onClick={() => setOpen('change')}>
        Change
        <span className="sr-only"> agent {agent.letter}</span>
      </Button>
      <Button size="sm" variant="quiet" refusal={refusal} onClick={() => setOpen('exit')}>
        {state === 'running' || state === 'paused' ? 'Archive' : 'Remove'}
        <span className="sr-only"> agent {agent.letter}</span>
      </Button>
      {open === 'change' && <AgentDialog agent={agent} onClose={close} />}
      {open === 'exit' && <AgentExitDialog agent={agent} onClose={close} />}
    </>
  );
}

function RestoreButton({ agent }: { agent: Agent }) {
  const { id, state } = useCurrentExperiment();
  const restore = useRestoreAgent(id);
  const refusal = useRefusal('experiment:write');
  if (state !== 'running' && state !== 'paused') return null;
  const press = () =>
    restore.mutate(agent.id, {
      onSuccess: () => showToast(`Agent ${agent.letter} is back, turned off and without weight.`),
      onError: (error) => showToast(`Not brought back: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <Button size="sm" variant="quiet" refusal={refusal} isPending={restore.isPending} onClick={press}>
      Bring back
      <span className="sr-only"> agent {agent.letter}</span>
    </Button>
  );
}
