import type { TuneFinding, TunePlannedAgent } from '@alyson/schema';
import { clsx } from 'clsx';
import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { accept, type Decision, givePage, isAccepted, leaveOut } from './decisions.ts';
import { needText } from './words.ts';

interface FindingRowProps {
  finding: TuneFinding;
  /** The page it is about. */
  agent: TunePlannedAgent | undefined;
  decision: Decision;
  onDecide: (decision: Decision) => void;
}

/** One thing that stands against a draft, or is good to know, with what settles it. */
export function FindingRow({ finding, agent, decision, onDecide }: FindingRowProps) {
  const { need, isSettled, detail, fix, page } = finding;
  const isOpen = need !== 'note' && !isSettled;
  const Icon = need === 'note' ? Info : isSettled ? CircleCheck : TriangleAlert;
  return (
    <li className={clsx('rounded-control border p-3', isOpen && 'border-warning')}>
      <div className="flex items-start gap-2">
        <Icon
          aria-hidden="true"
          className={clsx(
            'mt-0.5 size-4 shrink-0',
            isOpen ? 'text-warning' : isSettled && need !== 'note' ? 'text-positive' : 'text-muted',
          )}
        />
        <div className="min-w-0 flex-1">
          <p className="text-14 [overflow-wrap:anywhere]">
            {agent && <strong className="font-semibold">{agent.name}: </strong>}
            {detail}
          </p>
          <p className="mt-0.5 text-13 text-muted">
            <span className="font-medium">{needText(finding)}.</span> {fix}
          </p>
          {need === 'accept' && (
            <label className="touch-target mt-2 inline-flex cursor-pointer items-center gap-2 text-14">
              <input
                type="checkbox"
                checked={isAccepted(decision, finding)}
                className="size-4 accent-ink"
                onChange={(event) => onDecide(accept(decision, finding, event.target.checked))}
              />
              That may be so
            </label>
          )}
          {need === 'fix' && page !== null && (
            <OtherPage agent={agent} page={page} decision={decision} onDecide={onDecide} />
          )}
        </div>
      </div>
    </li>
  );
}

function OtherPage({ agent, page, decision, onDecide }: Omit<FindingRowProps, 'finding'> & { page: string }) {
  const given = decision.pages?.find((one) => one.page === page)?.landingUrl ?? '';
  const [url, setUrl] = useState(given || (agent?.tuneUrl.replace(/^http:/i, 'https:') ?? ''));
  return (
    <form
      noValidate
      className="mt-2 flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onDecide(givePage(decision, page, url.trim()));
      }}
    >
      <Field label="Landing page here" className="flex-1 basis-72">
        <Input
          value={url}
          spellCheck={false}
          className="font-mono text-13"
          onChange={(event) => setUrl(event.target.value)}
        />
      </Field>
      <Button type="submit">Use this address</Button>
      <Button variant="quiet" onClick={() => onDecide(leaveOut(decision, page, true))}>
        Leave the page out
      </Button>
    </form>
  );
}
