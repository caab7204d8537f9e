import type { Link } from '@alyson/schema';
import { linkAddressOf } from '../../../lib/link-address.ts';
import { KINDS } from '../../../lib/link-words.ts';
import { useMe } from '../../../lib/me.ts';
import { Card } from '../../../ui/card.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';

/** The addresses that affiliates get, ready to copy. */
export function ExperimentLinks({ links }: { links: readonly Link[] }) {
  const { routerUrl } = useMe();
  return (
    <Card
      title="Tracking links"
      note="Everything in the query is carried to the landing page as it came."
      padding="flush"
    >
      <ul>
        {links.map((link) => {
          const address = linkAddressOf(link, routerUrl);
          return (
            <li
              key={link.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0"
            >
              <div className="min-w-0 flex-1 basis-56">
                <p className="font-mono text-13 [overflow-wrap:anywhere]">{address}</p>
                <p className="text-12 text-subtle">{KINDS[link.kind].label}</p>
              </div>
              <CopyButton text={address} label={`Copy ${address}`} />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
