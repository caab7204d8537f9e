import { MOST_LINKS } from '@alyson/schema';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { LinkDialog } from './link-dialog.tsx';
import { LinkRow } from './link-row.tsx';

/** The addresses that lead to the experiment, and how TUNE fits in. */
export function LinksTab() {
  const { links, state } = useCurrentExperiment();
  const [isAdding, setIsAdding] = useState(false);
  const isOver = state === 'completed' || state === 'archived';
  const refusal =
    useRefusal('experiment:write') ??
    (links.length >= MOST_LINKS ? `An experiment has ${MOST_LINKS} links at most.` : null);
  return (
    <div className="flex flex-col gap-4">
      <h2 className="sr-only">Links</h2>
      <Card
        title="Tracking links"
        note="Everything in the query is carried to the landing page as it came."
        padding="flush"
        actions={
          !isOver && (
            <Button size="sm" icon={Plus} refusal={refusal} onClick={() => setIsAdding(true)}>
              Add link
            </Button>
          )
        }
      >
        {links.length === 0 ? (
          <p className="p-4 text-14 text-muted">No link leads here any more.</p>
        ) : (
          <ul>
            {links.map((link) => (
              <LinkRow key={link.id} link={link} isLast={links.length === 1 && !isOver} isOver={isOver} />
            ))}
          </ul>
        )}
      </Card>
      {isAdding && <LinkDialog link={null} onClose={() => setIsAdding(false)} />}
    </div>
  );
}
