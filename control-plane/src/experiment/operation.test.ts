import { endpoints, PERMISSIONS_OF_ROLE, type Role } from '@alyson/schema';
import { expect, test, vi } from 'vitest';
import type { Context } from '../context.ts';
import { operation } from './operation.ts';
import type { ShownExperiment } from './show-experiment.ts';

const REQUEST = { params: { experimentId: 'exp_01h455vb4pex5vsknk084sn02q' }, body: { stickyDays: 9 }, ifMatch: 3 };

const asked = (role: Role) => ({ actor: { permissions: PERMISSIONS_OF_ROLE[role] } }) as Context;

test.each([
  ['viewer', 'forbidden'],
  ['editor', 'made'],
] as const)('given a later request of a %s, then it is %s as at the door (C4)', async (role, outcome) => {
  const make = vi.fn(() => Promise.resolve({} as ShownExperiment));
  const later = operation(endpoints.changeExperiment, make);
  if (outcome === 'made') await later(asked(role), REQUEST);
  else await expect(later(asked(role), REQUEST)).rejects.toMatchObject({ code: 'forbidden' });
  expect(make).toHaveBeenCalledTimes(outcome === 'made' ? 1 : 0);
});
