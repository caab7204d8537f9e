import { expect, test } from 'vitest';
import { staleKeys } from './query-keys.ts';

const ID = 'exp_01h455vb4pex5vsknk084sn02q';

test('given a click, then clicks are read soon and sums over them later', () => {
  expect(staleKeys({ topic: 'click', experimentIds: [ID] })).toEqual({
    soon: [['clicks']],
    later: [
      ['experiments', 'list'],
      ['experiments', ID, 'results'],
      ['experiments', ID, 'funnel'],
    ],
  });
});

test('given a release, then everything of its experiment is read soon (R22)', () => {
  expect(staleKeys({ topic: 'release', experimentIds: [ID] })).toEqual({
    soon: [['experiments', 'list'], ['links'], ['tune', 'links'], ['audit'], ['proposed-changes'], ['experiments', ID]],
    later: [],
  });
});

test('given a note without ids, then every experiment may have changed (C10)', () => {
  expect(staleKeys({ topic: 'run', experimentIds: [] }).soon).toContainEqual(['experiments']);
});
