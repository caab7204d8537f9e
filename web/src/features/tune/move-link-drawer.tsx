import type { TuneLink, TuneLinkState, TuneStep } from '@alyson/schema';
import { useState } from 'react';
import { linkAddressOf } from '../../lib/link-address.ts';
import { useMe, useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { Field } from '../../ui/field.tsx';
import { Textarea } from '../../ui/input.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { useMoveLink } from './queries.ts';
import { LINK_STATES, MODES } from './words.ts';

/** How one link is moved over, and back: step by step, with what is to be copied. */
export function MoveLinkDrawer({ link, onClose }: { link: TuneLink; onClose: () => void }) {
  const { routerUrl } = useMe();
  const isRouted = link.state === 'routed';
  return (
    <Drawer
      onClose={onClose}
      title={isRouted ? 'Hand back to TUNE' : 'Move this link over'}
      description={
        <>
          <span className="font-mono [overflow-wrap:anywhere]">{linkAddressOf(link, routerUrl)}</span>,{' '}
          {MODES[link.mode].label.replace(/^./, (first) => first.toLowerCase())}. {LINK_STATES[link.state]} since{' '}
          <Instant at={link.changedAt} as="full" />, {link.changedBy}.
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <Notice tone={link.check.isFine ? 'info' : 'warning'} role="status">
          {link.check.text}
        </Notice>
        <Steps steps={isRouted ? link.stepsBack : link.stepsThere} />
        <MoveForm key={link.state} link={link} />
        {!isRouted && (
          <details>
            <summary className="cursor-pointer rounded-chip text-13 text-muted hover:text-text">How to go back</summary>
            <div className="mt-3">
              <Steps steps={link.stepsBack} />
            </div>
          </details>
        )}
      </div>
    </Drawer>
  );
}

const Steps = ({ steps }: { steps: readonly TuneStep[] }) => (
  <ol className="flex list-decimal flex-col gap-4 pl-5 text-14">
    {steps.map(({ text, copies }) => (
      <li key={text}>
        {text}
        {copies.map(({ label, value }) => (
          <div key={label} className="mt-2">
            <p className="mb-1 text-12 text-muted">{label}</p>
            <CodeBlock code={value} copyLabel={`Copy: ${label}`} />
          </div>
        ))}
      </li>
    ))}
  </ol>
);

function MoveForm({ link }: { link: TuneLink }) {
  const move = useMoveLink();
  const permission = useRefusal('experiment:write');
  const [reason, setReason] = useState('');
  const to: TuneLinkState = link.state === 'routed' ? 'handed_back' : 'routed';
  const isStarted = link.experimentState === 'running';
  const press = () =>
    move.mutate(
      { tuneLinkId: link.linkId, body: { from: link.state, to, reason } },
      {
        onSuccess: () =>
          showToast(to === 'routed' ? 'We decide on this link now.' : 'The link is handed back to TUNE.'),
      },
    );
  return (
    <form
      noValidate
      className="flex flex-col gap-3 rounded-card border p-4"
      onSubmit={(event) => {
        event.preventDefault();
        press();
      }}
    >
      <Field label="Why, for whoever reads it later" hint="Optional. It stands in the activity.">
        <Textarea value={reason} rows={2} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {move.error && (
        <Notice tone="negative" role="alert">
          Not moved: {move.error.message}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant={to === 'routed' ? 'primary' : 'danger'}
          isPending={move.isPending}
          refusal={
            permission ??
            (to === 'routed' && !isStarted ? 'Start the experiment first: its clicks would go to the fallback.' : null)
          }
        >
          {to === 'routed' ? 'We decide now' : 'Hand back to TUNE'}
        </Button>
        {to === 'routed' && !isStarted && (
          <LinkButton to="/experiments/$experimentId" params={{ experimentId: link.experimentId }}>
            Open the experiment
          </LinkButton>
        )}
      </div>
    </form>
  );
}
