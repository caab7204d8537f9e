import { PAGE_STEPS, type PageEventSetup, type PageStep, type SegmentEvent } from '@alyson/schema';
import { type FormEvent, useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { formatCount } from '../../ui/format/count.ts';
import { Input, Select } from '../../ui/input.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { useChangeRules, useSetup } from './queries.ts';
import { choosable, eventText, moveEvent, STEP_LABELS, stepNamed } from './rule-edit.ts';

/** Which of Segment's events mean which step, to choose from what has come. */
export function RulesCard() {
  const setup = useSetup();
  return (
    <QueryView query={setup} what="what page events mean" skeleton={<TableSkeleton rows={4} />}>
      {(data) => <Rules setup={data} />}
    </QueryView>
  );
}

function Rules({ setup }: { setup: PageEventSetup }) {
  const refusal = useRefusal('experiment:write');
  const change = useChangeRules();
  const move = (event: SegmentEvent, to: PageStep | null) =>
    change.mutate(
      { rules: moveEvent(setup.rules, event, to), version: setup.version },
      {
        onSuccess: () =>
          showToast(`${eventText(event)} ${to ? `means “${STEP_LABELS[to]}” now` : 'means no step now'}.`),
        onError: (error) => showToast(`Not saved: ${wordsOf(error)}`, { tone: 'failed' }),
      },
    );
  return (
    <Card
      title="What events mean"
      note="An event by its name goes before any page. A change counts from now on, and for what came in the last 7 days and meant nothing; what was counted stays."
      padding="flush"
      footer={
        <NameForm refusal={refusal} isPending={change.isPending} onAdd={(event) => move(event, 'quiz_started')} />
      }
    >
      <Table caption="Events and the steps they mean">
        <thead>
          <tr>
            <Th isSticky>Event</Th>
            <Th>Means</Th>
            <Th>Last seen</Th>
            <Th isNumeric>Times</Th>
            <Th isNumeric>Without utm_content</Th>
          </tr>
        </thead>
        <tbody>
          {choosable(setup.rules, setup.seen).map((event) => (
            <Row key={eventText(event)} event={event} setup={setup} refusal={refusal} onMove={move} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

interface RowProps {
  event: SegmentEvent;
  setup: PageEventSetup;
  refusal: string | null;
  onMove: (event: SegmentEvent, to: PageStep | null) => void;
}

function Row({ event, setup: { rules, seen }, refusal, onMove }: RowProps) {
  const came = seen.find(({ type, name }) => type === event.type && name === event.name);
  const step = stepNamed(rules, event);
  return (
    <Tr>
      <Td isSticky className="min-w-32 [overflow-wrap:anywhere]">
        {eventText(event)}
      </Td>
      <Td>
        {refusal ? (
          <span className="text-muted">{step ? STEP_LABELS[step] : 'No step'}</span>
        ) : (
          <Select
            aria-label={`What ${eventText(event)} means`}
            className="w-44"
            value={step ?? ''}
            onChange={({ target }) => onMove(event, PAGE_STEPS.find((one) => one === target.value) ?? null)}
          >
            <option value="">No step of its own</option>
            {PAGE_STEPS.map((one) => (
              <option key={one} value={one}>
                {STEP_LABELS[one]}
              </option>
            ))}
          </Select>
        )}
      </Td>
      <Td className="text-muted">
        {came ? <Instant at={came.lastSeenAt} /> : event.name === null ? '' : 'Not lately'}
      </Td>
      <Td isNumeric>{came ? formatCount(came.times) : ''}</Td>
      <Td isNumeric>{came ? formatCount(came.withoutKey) : ''}</Td>
    </Tr>
  );
}

interface NameFormProps {
  refusal: string | null;
  isPending: boolean;
  onAdd: (event: SegmentEvent) => void;
}

/** For an event that has not come yet. */
function NameForm({ refusal, isPending, onAdd }: NameFormProps) {
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    onAdd({ type: 'track', name: name.trim() });
    setName('');
  };
  return (
    <form className="flex flex-wrap items-end gap-2 py-1" onSubmit={submit}>
      <div className="min-w-0 flex-1 basis-60">
        <Field label="Name of an event that has not come yet">
          <Input value={name} placeholder="Quiz Started" onChange={({ target }) => setName(target.value)} />
        </Field>
      </div>
      <Button type="submit" isPending={isPending} refusal={refusal}>
        Add event
      </Button>
    </form>
  );
}
