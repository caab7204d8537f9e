import { ConnectTune, ProblemError, type TuneConnection } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { connectionQuery, useConnect, useDisconnect } from './queries.ts';

/** TUNE's API: the key is tried, kept sealed, and never shown again. */
export function ConnectionCard() {
  const connection = useQuery(connectionQuery);
  return (
    <Card title="TUNE's API" note="Read only: nothing is ever changed in TUNE.">
      <QueryView query={connection} what="the connection" skeleton={<Skeleton className="h-24 w-full" />}>
        {(found) => (found ? <Connected connection={found} /> : <ConnectForm />)}
      </QueryView>
    </Card>
  );
}

function Connected({ connection: { networkId, connectedAt, connectedBy } }: { connection: TuneConnection }) {
  const disconnect = useDisconnect();
  const refusal = useRefusal('tune:admin');
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-14">
        Connected to <span className="font-mono text-13">{networkId}</span> by {connectedBy},{' '}
        <Instant at={connectedAt} />.
      </p>
      <Button
        refusal={refusal}
        isPending={disconnect.isPending}
        onClick={() =>
          disconnect.mutate(undefined, {
            onSuccess: () => showToast('The key of TUNE is forgotten.'),
            onError: (error) => showToast(`Not disconnected: ${error.message}`, { tone: 'failed' }),
          })
        }
      >
        Disconnect
      </Button>
    </div>
  );
}

function ConnectForm() {
  const connect = useConnect();
  const refusal = useRefusal('tune:admin');
  const [networkId, setNetworkId] = useState('');
  const [apiToken, setApiToken] = useState('');
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const send = () => {
    const parsed = ConnectTune.safeParse({ networkId, apiToken });
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ path, message }) => [String(path[0]), `It ${message}.`]);
      return setFaults(Object.fromEntries(issues));
    }
    setFaults({});
    connect.mutate(parsed.data, {
      onSuccess: () => showToast('TUNE is connected.'),
      onError: (error) => setFaults(faultsOf(error)),
    });
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Field
        label="Network id"
        error={faults['networkId']}
        hint="The first part of your TUNE address: acme of acme.hasoffers.com."
      >
        <Input
          value={networkId}
          spellCheck={false}
          autoCapitalize="none"
          className="font-mono text-13"
          onChange={(event) => setNetworkId(event.target.value)}
        />
      </Field>
      <Field
        label="API key"
        error={faults['apiToken']}
        hint="In TUNE under Company, API keys. It is kept sealed, and not shown again."
      >
        <Input
          type="password"
          value={apiToken}
          spellCheck={false}
          className="font-mono text-13"
          onChange={(event) => setApiToken(event.target.value)}
        />
      </Field>
      <div>
        <Button variant="primary" type="submit" refusal={refusal} isPending={connect.isPending}>
          Connect TUNE
        </Button>
      </div>
    </form>
  );
}

function faultsOf(error: Error): Record<string, string> {
  const named = error instanceof ProblemError ? error.errors : [];
  if (named.length === 0) return { apiToken: error.message };
  return Object.fromEntries(named.map(({ pointer, detail }) => [pointer.replace('#/', ''), detail]));
}
