import type { AuditEntry } from '@alyson/schema';
import { ChevronRight, Cog, KeyRound, type LucideIcon, Sparkle, UserRound } from 'lucide-react';
import { TextLink } from '../link-button.tsx';
import { Instant } from '../values/instant.tsx';
import { changedFields } from './changed-fields.ts';
import { ChangesTable } from './changes-table.tsx';
import { entrySentence } from './entry-sentence.ts';

const ACTOR_ICON: Record<AuditEntry['actor']['kind'], LucideIcon> = {
  user: UserRound,
  token: KeyRound,
  optimizer: Sparkle,
  system: Cog,
};

/** One change as a sentence, with what was before and after folded under it. */
export function ActivityEntry({ entry }: { entry: AuditEntry }) {
  const Icon = ACTOR_ICON[entry.actor.kind];
  const { verb, tail } = entrySentence(entry);
  const fields = changedFields(entry.before, entry.after);
  return (
    <li className="flex gap-3.5 border-b px-4 py-3.5 last:border-b-0">
      <span
        className={`flex size-7 shrink-0 items-center justify-center rounded-full ${entry.actor.kind === 'optimizer' ? 'bg-highlighter text-on-highlighter' : 'bg-sunken text-muted'}`}
      >
        <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-6">
          <p className="[overflow-wrap:anywhere]">
            <span className="font-medium">{entry.actor.name}</span> {verb} <ObjectLink entry={entry} />
            {tail && ` ${tail}`}.
          </p>
          <span className="text-13 text-muted">
            <Instant at={entry.at} />
          </span>
        </div>
        {entry.reason && <p className="mt-0.5 text-13 text-muted">Reason: {entry.reason}</p>}
        {fields.length > 0 && (
          <details className="group/details mt-1.5">
            <summary className="inline-flex min-h-6 list-none items-center gap-1 rounded-sm text-13 text-muted hover:text-text">
              <ChevronRight aria-hidden="true" className="size-3.5 transition-transform group-open/details:rotate-90" />
              {entry.before === null ? 'Details' : 'Before and after'}
            </summary>
            <ChangesTable fields={fields} hasBefore={entry.before !== null} />
          </details>
        )}
      </div>
    </li>
  );
}

function ObjectLink({ entry: { objectId, objectName } }: { entry: AuditEntry }) {
  const name = objectName ?? objectId;
  if (objectId.startsWith('exp_')) {
    return (
      <TextLink to="/experiments/$experimentId" params={{ experimentId: objectId }}>
        {name}
      </TextLink>
    );
  }
  if (objectId.startsWith('byr_')) {
    return (
      <TextLink to="/buyers/$buyerId" params={{ buyerId: objectId }}>
        {name}
      </TextLink>
    );
  }
  return <span className="font-medium">{name}</span>;
}
