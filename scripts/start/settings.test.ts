import { describe, expect, test } from 'vitest';
import { PlainError } from '../lib/stop-with-one-line.ts';
import { readSettings } from './settings.ts';

describe('readSettings', () => {
  test('given nothing, then the documented defaults', () => {
    expect(readSettings({})).toMatchObject({
      dataDir: `${process.cwd()}/.data`,
      routerPort: 8787,
      apiPort: 8788,
      localApiUrl: 'http://127.0.0.1:8788',
      routerUrl: 'http://localhost:8787',
      databaseUrl: null,
    });
  });

  test('given an empty variable, then it counts as absent', () => {
    expect(readSettings({ ALYSON_ROUTER_PORT: '', DATABASE_URL: '' })).toMatchObject({
      routerPort: 8787,
      databaseUrl: null,
    });
  });

  test('given a server that listens everywhere, then the parts reach it on the machine itself', () => {
    expect(readSettings({ ALYSON_HOST: '0.0.0.0' }).localRouterUrl).toBe('http://127.0.0.1:8787');
    expect(readSettings({ ALYSON_HOST: '::' }).localRouterUrl).toBe('http://[::1]:8787');
  });

  test.each([
    { ALYSON_ROUTER_PORT: 'eighty' },
    { ALYSON_ROUTER_PORT: '0' },
    { ALYSON_API_PORT: '65536' },
    { ALYSON_API_PORT: '8787' },
    { ALYSON_HOST: 'not a host' },
    { ALYSON_ROUTER_URL: 'links.example.com' },
    { ALYSON_API_URL: 'https://panel.example.com/' },
    { DATABASE_URL: 'mysql://user:secret@host/name' },
    { ALYSON_BACKUP_SECONDS: '0' },
    { ALYSON_BACKUP_DIR: '/backup/of/ours', DATABASE_URL: 'postgresql://user:secret@host/name' },
  ])('given %o, then one line names the variable and keeps its value to itself', (variables) => {
    const [name = '', value = ''] = Object.entries(variables)[0] ?? [];
    const read = () => readSettings(variables);
    expect(read).toThrow(PlainError);
    expect(read).toThrow(name);
    if (value.includes('secret')) expect(read).not.toThrow(value);
  });
});
