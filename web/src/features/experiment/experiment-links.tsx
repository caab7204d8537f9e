import { type Link, linkPath } from '@alyson/schema';
import { useMe } from '../../lib/me.ts';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';

const KIND: Record<Link['kind'], string> = {
  slug: 'Native link',
  tune_offer: 'TUNE offer link, for an affiliate id at its end',
  tune_campaign: 'TUNE ad group link, for an affiliate id at its end',
  short: 'Short link imported from TUNE',
  path: 'Path on your own host',
};

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
          const address = routerUrl + linkPath(link);
          return (
            <li
              key={link.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0"
            >
              <div className="min-w-0 flex-1 basis-56">
                <p className="font-mono text-13 [overflow-wrap:anywhere]">{address}</p>
                <p className="text-12 text-subtle">
                  {KIND[link.kind]}
                  {link.unit === 'click_id' && ', split by click because its utm_content is always the same'}
                </p>
              </div>
              <CopyButton text={address} label={`Copy ${address}`} />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
