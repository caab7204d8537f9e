import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { startCarryingChanges } from './carry-changes.ts';
import { createChangeFeed } from './change-feed.ts';
import type { Deps } from './context.ts';
import { createCounters } from './counters.ts';
import { createLog } from './io/log.ts';
import { createNewId } from './io/new-id.ts';

test('C10: given a connection that is lost before it is open, then the step fails for that reason and nothing is thrown beside it', async () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line));
  const deps: Partial<Deps> = {
    changes: createChangeFeed('test'),
    counters: createCounters(),
    log,
    newId: createNewId(Date.now, randomBytes),
  };
  const carrying = startCarryingChanges(deps as Deps, {
    async listen(_channel, { onLost }) {
      onLost();
      throw new Error('the database system is shutting down');
    },
  });
  await vi.waitFor(() => expect(lines.join()).toContain('a step failed'));
  await carrying.stop();
  expect(lines.join()).toContain('shutting down');
  expect(lines.join()).not.toContain('ReferenceError');
});
