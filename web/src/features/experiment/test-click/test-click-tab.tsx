import { ProblemError } from '@alyson/schema';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { useExplainRequest } from '../../../lib/explanations.ts';
import { linkAddressOf } from '../../../lib/link-address.ts';
import { useMe } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { TestFields } from './test-fields.tsx';
import { emptyTestForm, readTestForm, type TestFaults, type TestForm, testFaultsOf } from './test-form.ts';
import { TestOutcome } from './test-outcome.tsx';

const NO_FAULTS: TestFaults = new Map();

/** A made-up click, routed by the router's own code. Nothing is recorded. */
export function TestClickTab() {
  const { id, links } = useCurrentExperiment();
  const { routerUrl } = useMe();
  const explain = useExplainRequest(id);
  const [form, setForm] = useState<TestForm>(() => {
    const [first] = links;
    const address = first ? linkAddressOf(first, routerUrl) : '';
    return { ...emptyTestForm, url: address && `${address}${address.includes('?') ? '&' : '?'}utm_content=test-1` };
  });
  const [faults, setFaults] = useState(NO_FAULTS);
  const send = () => {
    const read = readTestForm(form);
    setFaults('faults' in read ? read.faults : NO_FAULTS);
    if ('faults' in read) return;
    explain.mutate(read.request, {
      onError: (error) => {
        if (error instanceof ProblemError) setFaults(testFaultsOf(error));
      },
    });
  };
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <h2 className="sr-only">Test a click</h2>
      <Card
        title="Test a click"
        note="The click is made up: it is routed by the router's own code, and neither recorded nor counted."
      >
        <form
          noValidate
          className="flex flex-col gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <TestFields form={form} faults={faults} onChange={(next) => setForm({ ...form, ...next })} />
          {explain.error && faults.size === 0 && (
            <Notice tone="negative" role="alert">
              Not routed: {explain.error.message}
            </Notice>
          )}
          <Button type="submit" variant="primary" icon={Play} isPending={explain.isPending} className="self-end">
            Test the click
          </Button>
        </form>
      </Card>
      {explain.data && <TestOutcome told={explain.data} />}
    </div>
  );
}
