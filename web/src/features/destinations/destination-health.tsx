import type { Postback } from '@alyson/schema';
import { CircleAlert, CircleCheck, CircleOff, OctagonX } from 'lucide-react';
import { Instant } from '../../ui/values/instant.tsx';

type Health = Pick<Postback, 'state' | 'stateDetail' | 'failures' | 'failingSince' | 'lastFault'>;

/** How a destination is doing, in one line. */
export function DestinationHealth({ health }: { health: Health }) {
  const { icon: Icon, colour, text } = look(health);
  return (
    <span className="inline-flex items-start gap-2 align-middle">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${colour}`} strokeWidth={1.75} />
      <span>{text}</span>
    </span>
  );
}

function look({ state, stateDetail, failures, failingSince, lastFault }: Health) {
  if (state === 'stopped') return { icon: OctagonX, colour: 'text-negative', text: `Stopped. ${stateDetail ?? ''}` };
  if (state === 'off') return { icon: CircleOff, colour: 'text-muted', text: 'Off' };
  if (failures > 0 && failingSince)
    return {
      icon: CircleAlert,
      colour: 'text-warning',
      text: (
        <>
          Failing since <Instant at={failingSince} />. {lastFault}
        </>
      ),
    };
  return { icon: CircleCheck, colour: 'text-positive', text: 'On' };
}
