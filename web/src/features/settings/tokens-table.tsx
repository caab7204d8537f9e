import type { ApiToken } from '@alyson/schema';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { Table, Td, Th, Tr } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Instant } from '../../ui/values/instant.tsx';
import { useNow } from '../../ui/values/now.ts';
import { useRevokeApiToken } from './queries.ts';
import { scopeText, tokenState } from './token-words.ts';

/** Every token that there ever was, the newest first. */
export function TokensTable({ tokens }: { tokens: readonly ApiToken[] }) {
  return (
    <Table caption="API tokens">
      <thead>
        <tr>
          <Th isSticky>Token</Th>
          <Th>May do</Th>
          <Th>Last used</Th>
          <Th>Ends</Th>
          <Th>Made</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </tbody>
    </Table>
  );
}

function TokenRow({ token }: { token: ApiToken }) {
  const state = tokenState(token, useNow());
  const [isRevoking, setIsRevoking] = useState(false);
  return (
    <Tr className={state === 'in force' ? '' : 'text-muted'}>
      <Td isSticky className="max-w-44 sm:max-w-64">
        <span className="block truncate font-medium">{token.name}</span>
        <span className="block truncate font-mono text-12 text-muted">
          {token.isConfigured ? 'from the configuration' : `alyson_…${token.ending ?? ''}`}
        </span>
      </Td>
      <Td className="whitespace-nowrap" title={token.permissions.join(', ')}>
        {scopeText(token.permissions)}
      </Td>
      <Td className="whitespace-nowrap text-muted">
        {token.lastUsedAt ? <Instant at={token.lastUsedAt} /> : 'not yet'}
      </Td>
      <Td className="whitespace-nowrap text-muted">
        <EndOf token={token} state={state} />
      </Td>
      <Td className="whitespace-nowrap text-muted">
        <Instant at={token.createdAt} />
        {token.createdBy && <span className="block text-13">by {token.createdBy}</span>}
      </Td>
      <Td className="text-right">
        {state === 'in force' && (
          <Button
            size="sm"
            variant="quiet"
            refusal={token.isConfigured ? 'The configuration holds it. Change it there, and start again.' : null}
            onClick={() => setIsRevoking(true)}
          >
            Revoke
            <span className="sr-only"> {token.name}</span>
          </Button>
        )}
        {isRevoking && <RevokeDialog token={token} onClose={() => setIsRevoking(false)} />}
      </Td>
    </Tr>
  );
}

function EndOf({ token, state }: { token: ApiToken; state: ReturnType<typeof tokenState> }) {
  if (token.revokedAt)
    return (
      <>
        revoked <Instant at={token.revokedAt} />
      </>
    );
  if (!token.expiresAt) return 'never';
  return (
    <>
      {state === 'expired' && 'expired '}
      <Instant at={token.expiresAt} />
    </>
  );
}

function RevokeDialog({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const revoke = useRevokeApiToken();
  const send = () =>
    revoke.mutate(token.id, {
      onSuccess: () => {
        onClose();
        showToast(`${token.name} is revoked.`);
      },
    });
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Revoke ${token.name}`}
      description="The next request with it is refused. This cannot be undone; a program that uses it needs another."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isPending={revoke.isPending} onClick={send}>
            Revoke the token
          </Button>
        </>
      }
    >
      {revoke.error && (
        <Notice tone="negative" role="alert">
          {wordsOf(revoke.error)}
        </Notice>
      )}
    </Dialog>
  );
}
