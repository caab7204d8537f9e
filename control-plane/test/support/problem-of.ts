import { ProblemError } from '@alyson/schema';
import { expect } from 'vitest';

/** What a call of the client was refused with; the test fails where it was not. */
export const problemOf = (call: Promise<unknown>): Promise<ProblemError> =>
  call.then(
    () => expect.fail('it was accepted'),
    (error) => (error instanceof ProblemError ? error : expect.fail(String(error))),
  );
