import type { BuyerEvent, LikelyClick, RepairPattern } from '@alyson/schema';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { useJoinEvent, useLikelyClicks, useUnjoinEvent } from './queries.ts';

const PATTERN_TEXT: Record<RepairPattern, string> = {
  altered_case: 'The letters are the same, in another case.',
  cut_off: "The event's key is the beginning of this one: it was cut off.",
  surrounded: 'The key came with spaces or quotes around it.',
  encoded_again: 'The key was encoded or decoded once too often.',
  continued: 'The key goes on with what followed it in an address.',
  older_than_window: 'The key is this one, but the click is older than the attribution window.',
  ambiguous_key: 'The key fits this click, and others.',
};

/** Clicks that an orphan may belong to, each with what speaks for it; a person decides. */
export function LikelyClicks({ event }: { event: BuyerEvent }) {
  const likely = useLikelyClicks(event.id);
  return (
    <section aria-label="Likely clicks">
      <h3 className="mb-2 text-14 font-semibold">Likely clicks</h3>
      <QueryView query={likely} what="the likely clicks" skeleton={<Skeleton className="h-16 w-full" />}>
        {(items) =>
          items.length === 0 ? (
            <p className="text-14 text-muted">
              No click looks like it: its key was never seen, or its click is still on the way.
            </p>
          ) : (
            <ul className="flex flex-col gap-2">
              {items.map((click) => (
                <Suggestion key={click.clickId} event={event} click={click} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </section>
  );
}

function Suggestion({ event, click }: { event: BuyerEvent; click: LikelyClick }) {
  const refusal = useRefusal('experiment:write');
  const join = useJoinEvent();
  const undo = useUnjoinEvent();
  const press = () =>
    join.mutate(
      { id: event.id, clickId: click.clickId },
      {
        onSuccess: () => showToast('Joined.', { undo: () => undo.mutate(event.id) }),
        onError: (error) => showToast(`Not joined: ${error.message}`, { tone: 'failed' }),
      },
    );
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 rounded-control border p-3">
      <div className="min-w-0 flex-1 basis-56">
        <code className="font-mono text-12 [overflow-wrap:anywhere]">{click.utmContent}</code>
        <p className="mt-1 text-13">{PATTERN_TEXT[click.pattern]}</p>
        <p className="text-13 text-muted">
          Clicked <Instant at={click.clickedAt} as="full" />
          {click.isBot && ', by a bot'}
        </p>
      </div>
      <Button size="sm" refusal={refusal} isPending={join.isPending} onClick={press}>
        Join to this click
      </Button>
    </li>
  );
}
