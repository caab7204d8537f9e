import { KeyRound, Lock, Plus } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { AddTokenDialog } from './add-token-dialog.tsx';
import { useApiTokens } from './queries.ts';
import { TokensTable } from './tokens-table.tsx';

/** Programs' credentials. */
export function TokensTab() {
  const refusal = useRefusal('token:admin');
  if (refusal !== null)
    return (
      <Card>
        <EmptyState icon={Lock} title="API tokens are for admins">
          With a token a program works in this workspace as a person does. Ask an admin for one, or for their role.
        </EmptyState>
      </Card>
    );
  return <TokensCard />;
}

function TokensCard() {
  const tokens = useApiTokens();
  const [isAdding, setIsAdding] = useState(false);
  const add = (
    <Button variant="primary" size="sm" icon={Plus} onClick={() => setIsAdding(true)}>
      New token
    </Button>
  );
  return (
    <>
      <Card
        title="API tokens"
        note="A program sends one as Authorization: Bearer. Only a hash of it is kept."
        padding="flush"
        actions={add}
      >
        <QueryView query={tokens} what="the API tokens" skeleton={<TableSkeleton rows={3} />}>
          {(items) =>
            items.length === 0 ? (
              <EmptyState icon={KeyRound} title="No tokens yet">
                The first lets a program of yours read or change this workspace.
              </EmptyState>
            ) : (
              <>
                <TokensTable tokens={items} />
                <LoadMore {...tokens} />
              </>
            )
          }
        </QueryView>
      </Card>
      {isAdding && <AddTokenDialog onClose={() => setIsAdding(false)} />}
    </>
  );
}
