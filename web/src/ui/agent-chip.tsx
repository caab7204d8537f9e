import { agentNumberOf, seriesColour } from './series.ts';

interface AgentChipProps {
  letter: string;
  /** Shown beside the letter. */
  name?: string;
  /** One that is not on says so, and loses its colour. */
  state?: 'on' | 'off' | 'archived';
}

/** An agent: its letter on the surface beside a bar of its colour, which it keeps for life. */
export function AgentChip({ letter, name, state = 'on' }: AgentChipProps) {
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-2 align-middle">
      <span className="inline-flex h-5 shrink-0 items-center overflow-hidden rounded-chip border bg-surface pr-1.5 text-12 font-semibold text-text">
        <span
          aria-hidden="true"
          className="mr-1.5 h-full w-[3px]"
          style={state !== 'on' ? { background: 'var(--line)' } : { background: seriesColour(agentNumberOf(letter)) }}
        />
        {letter}
      </span>
      {name && <span className="truncate">{name}</span>}
      {state !== 'on' && <span className="text-12 text-subtle">{state}</span>}
    </span>
  );
}
