import type { ReleaseChange } from '@alyson/schema';
import { changedFields } from '../../../ui/audit/changed-fields.ts';
import { ChangesTable } from '../../../ui/audit/changes-table.tsx';
import { formatWeight } from '../../../ui/format/percent.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { TableSkeleton } from '../../../ui/skeleton.tsx';
import { useReleaseDiff } from './queries.ts';

interface ReleaseDifferencesProps {
  experimentId: string;
  older: number;
  newer: number;
}

/** What the routing of two releases differs by besides the split: agents, landing pages, rules, links and settings. */
export function ReleaseDifferences({ experimentId, older, newer }: ReleaseDifferencesProps) {
  const diff = useReleaseDiff(experimentId, newer, older);
  return (
    <QueryView query={diff} what="the differences" skeleton={<TableSkeleton rows={3} columns={3} />}>
      {({ changes, movedBuckets, knowsLinks }) => (
        <div className="flex flex-col gap-4">
          <p className="text-14">
            {movedBuckets === 0
              ? 'By the split, every visitor keeps their page.'
              : `By the split, ${formatWeight(movedBuckets)} of visitors see another page.`}
            {changes.length === 0 && ' Nothing else differs.'}
          </p>
          {changes.map((change) => (
            <section key={`${change.of} ${change.id}`}>
              <h3 className="text-14 font-medium">{titleOf(change)}</h3>
              <ChangesTable fields={fieldsOf(change)} hasBefore={change.kind === 'changed'} />
            </section>
          ))}
          {!knowsLinks && (
            <p className="text-13 text-muted">Release {older} did not keep its links, so they cannot be compared.</p>
          )}
        </div>
      )}
    </QueryView>
  );
}

function titleOf({ of, name, kind }: ReleaseChange): string {
  switch (of) {
    case 'settings':
      return 'Settings changed';
    case 'agent':
      return `Agent ${name} ${kind}`;
    case 'rule':
      return `Rule “${name}” ${kind}`;
    case 'link':
      return `Link ${name} ${kind}`;
    default:
      return of satisfies never;
  }
}

/** What was removed is told by what it was. */
function fieldsOf({ fields, kind }: ReleaseChange) {
  const side = (which: 'before' | 'after') => Object.fromEntries(fields.map((field) => [field.field, field[which]]));
  if (kind === 'changed') return changedFields(side('before'), side('after'));
  // Of what came or went, what it does not have is no news.
  const had = changedFields({}, side(kind === 'removed' ? 'before' : 'after'));
  return had.filter(({ after }) => after !== 'none' && after !== '');
}
