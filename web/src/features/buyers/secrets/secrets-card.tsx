import type { Buyer, BuyerSecret } from '@alyson/schema';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { TableSkeleton } from '../../../ui/skeleton.tsx';
import { Table, Td, Th, Tr } from '../../../ui/table.tsx';
import { Instant } from '../../../ui/values/instant.tsx';
import { useNow } from '../../../ui/values/now.ts';
import { AddSecretDialog } from './add-secret-dialog.tsx';
import { EndSecretDialog } from './end-secret-dialog.tsx';
import { useSecrets } from './queries.ts';
import { RotateSecretDialog } from './rotate-secret-dialog.tsx';
import { describeScheme, hasEnded } from './secret-words.ts';

/** By what the webhook knows its caller: several secrets, so that one can take over from another. */
export function SecretsCard({ buyerId }: { buyerId: Buyer['id'] }) {
  const query = useSecrets(buyerId);
  const refusal = useRefusal('buyer:admin');
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Card
      padding="flush"
      title="Secrets"
      note="By what its reports are known to be its own. One that counts and matches is enough."
      actions={
        <Button refusal={refusal} onClick={() => setIsAdding(true)}>
          Add a secret
        </Button>
      }
    >
      <QueryView query={query} what="the secrets" skeleton={<TableSkeleton rows={2} columns={4} />}>
        {(secrets) =>
          secrets.length === 0 ? (
            <EmptyState icon={KeyRound} title="It has no secret">
              Until it is given one, every one of its reports is rejected.
            </EmptyState>
          ) : (
            <>
              <SecretsTable secrets={secrets} refusal={refusal} />
              <LoadMore {...query} />
            </>
          )
        }
      </QueryView>
      {isAdding && <AddSecretDialog buyerId={buyerId} onClose={() => setIsAdding(false)} />}
    </Card>
  );
}

function SecretsTable({ secrets, refusal }: { secrets: readonly BuyerSecret[]; refusal: string | null }) {
  const now = useNow();
  const live = secrets.filter((secret) => !hasEnded(secret, now));
  return (
    <Table caption="Secrets">
      <thead>
        <tr>
          <Th isSticky>Scheme</Th>
          <Th>From</Th>
          <Th>Last used</Th>
          <Th>Ends</Th>
          <Th>Made</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {secrets.map((secret) => (
          <SecretRow key={secret.id} secret={secret} isLast={live.length === 1} refusal={refusal} now={now} />
        ))}
      </tbody>
    </Table>
  );
}

interface SecretRowProps {
  secret: BuyerSecret;
  isLast: boolean;
  refusal: string | null;
  now: number;
}

function SecretRow({ secret, isLast, refusal, now }: SecretRowProps) {
  const [open, setOpen] = useState<'rotate' | 'end' | null>(null);
  const { scheme, addresses, lastUsedAt, expiresAt, createdAt } = secret;
  const isEnded = hasEnded(secret, now);
  const close = () => setOpen(null);
  return (
    <Tr className={isEnded ? 'text-muted' : ''}>
      <Td isSticky className="max-w-44 sm:max-w-72">
        <span className="block truncate font-medium" title={describeScheme(scheme)}>
          {describeScheme(scheme)}
        </span>
      </Td>
      <Td className="max-w-40 truncate text-muted" title={addresses.join(', ')}>
        {addresses.length === 0 ? 'everywhere' : addresses.join(', ')}
      </Td>
      <Td className="whitespace-nowrap text-muted">{lastUsedAt ? <Instant at={lastUsedAt} /> : 'not yet'}</Td>
      <Td className="whitespace-nowrap text-muted">
        {isEnded && 'ended '}
        {expiresAt ? <Instant at={expiresAt} /> : 'never'}
      </Td>
      <Td className="whitespace-nowrap text-muted">
        <Instant at={createdAt} />
      </Td>
      <Td className="text-right whitespace-nowrap">
        {!isEnded && (
          <span className="inline-flex gap-2">
            <Button size="sm" refusal={refusal} onClick={() => setOpen('rotate')}>
              Replace
            </Button>
            <Button size="sm" refusal={refusal} onClick={() => setOpen('end')}>
              End
            </Button>
          </span>
        )}
        {open === 'rotate' && <RotateSecretDialog secret={secret} onClose={close} />}
        {open === 'end' && <EndSecretDialog secret={secret} isLast={isLast} onClose={close} />}
      </Td>
    </Tr>
  );
}
