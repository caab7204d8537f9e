import type { BuyerEvent } from '@alyson/schema';
import type { ReactNode } from 'react';
import { AgentChip } from '../../ui/agent-chip.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Duration, Instant } from '../../ui/values/instant.tsx';
import { EventAmount } from './event-amount.tsx';
import { delayOf } from './events-table.tsx';
import { LikelyClicks } from './likely-clicks.tsx';
import { CAUSE_TEXT, KIND_LABEL } from './words.ts';

interface JourneyDialogProps {
  /** Null: closed. */
  event: BuyerEvent | null;
  onClose: () => void;
}

/** From the click to the report, with what joins them. A gap is drawn as a gap. */
export function JourneyDialog({ event, onClose }: JourneyDialogProps) {
  return (
    <Dialog
      isOpen={event !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="lg"
      title={event ? `${KIND_LABEL[event.kind]} ${event.eventId}` : ''}
      {...(event && { description: `Reported by ${event.buyerName}` })}
      footer={
        <>
          {event?.experimentId && (
            <LinkButton to="/experiments/$experimentId" params={{ experimentId: event.experimentId }}>
              Open experiment
            </LinkButton>
          )}
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      {event && <Journey event={event} />}
    </Dialog>
  );
}

function Journey({ event }: { event: BuyerEvent }) {
  const cause = event.orphanCause && CAUSE_TEXT[event.orphanCause];
  return (
    <div className="flex flex-col gap-5">
      {event.clickId === null && event.utmContent && <LikelyClicks event={event} />}
      <ol>
        {event.clickedAt ? (
          <Step title="Click" at={event.clickedAt}>
            <span className="flex flex-wrap items-center gap-2">
              {event.agentLetter && <AgentChip letter={event.agentLetter} />}
              {event.experimentName}
            </span>
          </Step>
        ) : (
          <Step title="No click" isGap>
            {cause ? `${cause.meaning} ${cause.remedy}` : 'No click has been found for it yet.'}
          </Step>
        )}
        <Step title={KIND_LABEL[event.kind]} at={event.occurredAt}>
          {event.clickedAt && (
            <>
              <Delay ms={delayOf(event.clickedAt, event)} />{' '}
            </>
          )}
          Amount: <EventAmount {...event} />
          {event.clickId !== null && event.amount !== null && event.effectMicros === null && (
            <span className="block text-warning">Not counted: the experiment is in another currency.</span>
          )}
        </Step>
        <Step title="Report received" at={event.receivedAt} isLast>
          From {event.buyerName}
        </Step>
      </ol>
      <dl className="flex flex-col gap-3">
        <Id name="utm_content" value={event.utmContent} />
        <Id name="Click id" value={event.clickId} />
        <Id name="Lead id" value={event.leadId} />
        <Id name="Refers to" value={event.refersTo} />
      </dl>
    </div>
  );
}

const Delay = ({ ms }: { ms: number }) => (
  <>
    <Duration ms={Math.abs(ms)} /> {ms < 0 ? 'before' : 'after'} the click.
  </>
);

interface StepProps {
  title: string;
  at?: string;
  isGap?: boolean;
  isLast?: boolean;
  children?: ReactNode;
}

function Step({ title, at, isGap = false, isLast = false, children }: StepProps) {
  return (
    <li className="relative flex gap-3.5 pb-5 last:pb-0">
      {!isLast && (
        <span
          aria-hidden="true"
          className={`absolute top-5 bottom-0 left-[5px] border-l ${isGap ? 'border-dashed border-warning' : 'border-field'}`}
        />
      )}
      <span
        aria-hidden="true"
        className={`mt-1.5 size-[11px] shrink-0 rounded-full border-2 ${isGap ? 'border-dashed border-warning' : 'border-ink bg-ink'}`}
      />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className={`font-medium ${isGap ? 'text-warning' : ''}`}>{title}</span>
          {at && (
            <span className="text-13 text-muted">
              <Instant at={at} as="full" />
            </span>
          )}
        </p>
        <div className="mt-0.5 text-13 text-muted">{children}</div>
      </div>
    </li>
  );
}

function Id({ name, value }: { name: string; value: string | null }) {
  if (value === null) return null;
  return (
    <div>
      <dt className="mb-1 text-13 font-medium">{name}</dt>
      <dd>
        <CodeBlock code={value} copyLabel={`Copy ${name}`} />
      </dd>
    </div>
  );
}
