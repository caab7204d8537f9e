import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const token = 'a-token-of-sixteen-or-more';

describe('readConfig', () => {
  test('given only the token, then the rest has its defaults', () => {
    expect(readConfig({ ALYSON_WORKER_TOKEN: token, ALYSON_API_URL: '' })).toEqual({
      apiUrl: 'http://127.0.0.1:8788',
      workerToken: token,
      workerName: expect.stringMatching(/.-\d+$/),
    });
  });

  test('given everything, then it is taken, without the slash at the end of the address', () => {
    const environment = { ALYSON_API_URL: 'https://api.test//', ALYSON_WORKER_TOKEN: token, ALYSON_WORKER_NAME: 'w1' };
    expect(readConfig(environment)).toEqual({ apiUrl: 'https://api.test', workerToken: token, workerName: 'w1' });
  });

  test.each([
    { given: {}, line: /^ALYSON_WORKER_TOKEN is missing/ },
    { given: { ALYSON_WORKER_TOKEN: '' }, line: /^ALYSON_WORKER_TOKEN is missing/ },
    { given: { ALYSON_WORKER_TOKEN: 'short' }, line: /^ALYSON_WORKER_TOKEN must have 16 characters/ },
    { given: { ALYSON_WORKER_TOKEN: `${token}\n` }, line: /^ALYSON_WORKER_TOKEN .*without spaces$/ },
    {
      given: { ALYSON_WORKER_TOKEN: token, ALYSON_API_URL: 'localhost:8788' },
      line: /^ALYSON_API_URL must be an address/,
    },
    {
      given: { ALYSON_WORKER_TOKEN: token, ALYSON_WORKER_NAME: 'x'.repeat(121) },
      line: /^ALYSON_WORKER_NAME must have 120/,
    },
  ])('given $given, then the start stops with one line that matches $line', ({ given, line }) => {
    expect(() => readConfig(given)).toThrow(line);
  });
});
