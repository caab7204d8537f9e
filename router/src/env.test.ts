import { describe, expect, test } from 'vitest';
import { readWorkerConfig } from './env.ts';

const good = {
  ALYSON_EDGE_TOKEN: 'a-token-of-some-length',
  ALYSON_RELEASE_PUBLIC_KEYS: JSON.stringify({ old: base64(32, 1), new: base64(32, 2) }),
  ALYSON_CLICK_KEYS: JSON.stringify({ 7: base64(16, 7), 12: base64(16, 12), 3: base64(16, 3) }),
};

function base64(length: number, byte: number): string {
  return btoa(String.fromCharCode(...new Uint8Array(length).fill(byte)));
}

describe('the configuration', () => {
  test('R23: given several click keys, then the one with the highest number signs', () => {
    const { signing } = readWorkerConfig(good);
    expect(signing.number).toBe(12);
    expect(signing.key[0]).toBe(0x0c0c0c0c);
  });

  test('R21: given several release keys, then each may sign', () =>
    expect([...readWorkerConfig(good).releaseKeys.keys()]).toEqual(['old', 'new']));

  test('given nothing else, then the defaults, and an empty variable counts as absent', () =>
    expect(readWorkerConfig({ ...good, ALYSON_SHARD_COUNT: '', ALYSON_API_URL: '' })).toMatchObject({
      environment: 'local',
      edge: 'local',
      apiUrl: 'http://127.0.0.1:8788',
      fallbackUrl: '/link-not-active',
      shardCount: 16,
    }));

  test.each([
    { variable: 'ALYSON_CLICK_KEYS', value: '{}' },
    { variable: 'ALYSON_CLICK_KEYS', value: '{"x": "AAAAAAAAAAAAAAAAAAAAAA=="}' },
    { variable: 'ALYSON_RELEASE_PUBLIC_KEYS', value: '{"k": "not base64!"}' },
    { variable: 'ALYSON_EDGE_TOKEN', value: 'short' },
    { variable: 'ALYSON_SHARD_COUNT', value: '0' },
    { variable: 'ALYSON_FALLBACK_URL', value: 'https://www.example.com/\r\nX: y' },
  ])('given $variable=$value, then it is named, and its value is not told', ({ variable, value }) => {
    const read = () => readWorkerConfig({ ...good, [variable]: value });
    expect(read).toThrow(new RegExp(`^${variable} `));
    if (value.length > 2) expect(read).not.toThrow(value);
  });
});
