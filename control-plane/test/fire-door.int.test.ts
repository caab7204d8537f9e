import { expect, test } from 'vitest';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

test('given no ALYSON_FIRE_TOKEN, then the door for fires is closed, whatever is brought', async () => {
  const headers = { authorization: 'Bearer null', 'content-type': 'application/json' };
  expect((await plane.request('/internal/fires', { method: 'POST', headers, body: '{}' })).status).toBe(404);
});
