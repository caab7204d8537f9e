import type { Link } from '@alyson/schema';
import { ChevronDown, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { linkAddressOf } from '../../../lib/link-address.ts';
import { KINDS, presetText, UNITS } from '../../../lib/link-words.ts';
import { useMe, useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { RemoveLinkDialog } from './remove-link-dialog.tsx';
import { TuneGuide } from './tune-guide.tsx';

interface LinkRowProps {
  link: Link;
  /** The only one: it cannot be removed. */
  isLast: boolean;
  isOver: boolean;
}

/** One link: its address, how it is followed, and how it works with TUNE. */
export function LinkRow({ link, isLast, isOver }: LinkRowProps) {
  const { routerUrl } = useMe();
  const [open, setOpen] = useState<'change' | 'remove' | null>(null);
  const permission = useRefusal('experiment:write');
  const address = linkAddressOf(link, routerUrl);
  const close = () => setOpen(null);
  return (
    <li className="border-b px-4 py-3 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="font-mono text-13 [overflow-wrap:anywhere]">{address}</p>
          <p className="text-12 text-subtle">{factsOf(link)}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={address} label={`Copy ${address}`} />
          {!isOver && (
            <Button size="sm" icon={Pencil} refusal={permission} onClick={() => setOpen('change')}>
              Change
              <span className="sr-only"> {link.value}</span>
            </Button>
          )}
          <Button
            size="sm"
            icon={Trash2}
            refusal={permission ?? (isLast ? 'It is the only link. Add another first.' : null)}
            onClick={() => setOpen('remove')}
          >
            Remove
            <span className="sr-only"> {link.value}</span>
          </Button>
        </div>
      </div>
      <details className="group mt-2">
        <summary className="touch-target inline-flex cursor-pointer list-none items-center gap-1 rounded-chip text-13 text-muted hover:text-text">
          <ChevronDown aria-hidden="true" className="size-4 transition-transform group-open:rotate-180" />
          How to use it{link.beforeTune ? ', before TUNE' : ''}
        </summary>
        <div className="mt-3 max-w-3xl pb-2">
          <TuneGuide link={link} />
        </div>
      </details>
      {open === 'change' && <LinkDialog link={link} onClose={close} />}
      {open === 'remove' && <RemoveLinkDialog link={link} onClose={close} />}
    </li>
  );
}

function factsOf(link: Link): string {
  const { kind, unit, beforeTune, deepLinkHosts, handBackUrl, pixelCookie } = link;
  return [
    handBackUrl && 'handed back: its clicks go to TUNE',
    KINDS[kind].label,
    `split by ${UNITS[unit].label.toLowerCase()}`,
    kind === 'short' && presetText(link),
    beforeTune && `then TUNE offer ${beforeTune.offerId}, our click id in ${beforeTune.clickIdParameter}`,
    deepLinkHosts.length > 0 && `deep links to ${deepLinkHosts.join(', ')}`,
    pixelCookie && 'leaves a cookie for pixels',
  ]
    .filter(Boolean)
    .join(' · ');
}
