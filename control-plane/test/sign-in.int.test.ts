import { describe, expect, test } from 'vitest';
import { PASSWORD, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const HOST = 'localhost';

let attempts = 0;

/** A browser's sign-in; each from an address of its own unless one is given, so that tests do not use up each other's tries. */
function signIn(email: string, password: string, { origin = `http://${HOST}`, address = '' } = {}): Promise<Response> {
  attempts += 1;
  return plane.app.request(
    '/v1/auth/sign-in/email',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, host: HOST },
      body: JSON.stringify({ email, password }),
    },
    { incoming: { socket: { remoteAddress: address || `10.0.0.${attempts}` } } },
  ) as Promise<Response>;
}

const cookieOf = (answer: Response): string => (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';

describe('C4: people sign in with a session', () => {
  test.each(['viewer', 'editor', 'admin'] as const)(
    'given a %s and the right password, then /v1/me tells who and what they may',
    async (role) => {
      const id = await plane.addUser(`${role}@acme.example`, role);
      const answer = await signIn(`${role}@acme.example`, PASSWORD);
      expect(answer.status).toBe(200);
      const me = await plane.request('/v1/me', { headers: { cookie: cookieOf(answer) } });
      expect(await me.json()).toMatchObject({
        actor: { kind: 'user', id, email: `${role}@acme.example` },
        workspace: { id: plane.workspace.id, name: 'Acme', currency: 'USD' },
        role,
        routerUrl: plane.deps.config.routerUrl,
        runEngine: 'in_process',
      });
    },
  );

  test('given a session, then its cookie cannot be read by scripts nor sent by other sites', async () => {
    await plane.addUser('cookie@acme.example', 'viewer');
    const [cookie = ''] = (await signIn('cookie@acme.example', PASSWORD)).headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).not.toMatch(/Secure/i); // served over http here; the next test is the other case
  });

  test('given a sign-out, then the session is dead at once', async () => {
    await plane.addUser('leaver@acme.example', 'viewer');
    const cookie = cookieOf(await signIn('leaver@acme.example', PASSWORD));
    const out = await plane.request('/v1/auth/sign-out', {
      method: 'POST',
      headers: { cookie, origin: `http://${HOST}`, host: HOST, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(out.status).toBe(200);
    expect((await plane.request('/v1/me', { headers: { cookie } })).status).toBe(401);
  });

  test('given a wrong password or an unknown person, then both answers are the same', async () => {
    await plane.addUser('known@acme.example', 'viewer');
    const wrong = await signIn('known@acme.example', 'not the password');
    const unknown = await signIn('unknown@acme.example', 'not the password');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const { instance: _, ...said } = (await wrong.json()) as { instance: string };
    expect(await unknown.json()).toMatchObject(said);
    expect(said).toMatchObject({ code: 'unauthenticated' });
  });

  test('given a stranger, then nobody can sign up', async () => {
    const answer = await plane.request('/v1/auth/sign-up/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://${HOST}`, host: HOST },
      body: JSON.stringify({ email: 'stranger@evil.example', password: PASSWORD, name: 'Stranger' }),
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect((await signIn('stranger@evil.example', PASSWORD)).status).toBe(401);
  });

  test('given a page of another site, then it can neither sign in nor write with the cookie', async () => {
    await plane.addUser('victim@acme.example', 'admin');
    expect((await signIn('victim@acme.example', PASSWORD, { origin: 'https://evil.example' })).status).toBe(403);
    const cookie = cookieOf(await signIn('victim@acme.example', PASSWORD));
    const write = (origin: string) =>
      plane.request('/v1/buyers', {
        method: 'POST',
        headers: { cookie, origin, host: HOST, 'content-type': 'application/json' },
        body: JSON.stringify({ name: `From ${origin}` }),
      });
    expect((await write('http://localhost:3000')).status).toBe(403);
    expect((await write(`http://${HOST}`)).status).toBe(201);
  });

  test('given a person without a workspace, then they are told so', async () => {
    await plane.addUser('nobody@acme.example', null);
    const cookie = cookieOf(await signIn('nobody@acme.example', PASSWORD));
    const me = await plane.request('/v1/me', { headers: { cookie } });
    expect(me.status).toBe(403);
    expect(await me.json()).toMatchObject({ code: 'forbidden', detail: 'You belong to no workspace.' });
  });
});

describe('C4: programs send a token', () => {
  test('given a token, then /v1/me has no role and no e-mail', async () => {
    expect(await plane.client(plane.workspace.tokens.worker).getMe({})).toMatchObject({
      actor: { kind: 'token', name: 'worker of Acme', email: null },
      role: null,
      permissions: ['worker:grade', 'experiment:read'],
    });
  });

  test.each([
    ['an unknown token', 'Bearer nonsense'],
    ['no token after the word', 'Bearer '],
    ['another scheme', 'Basic YTpi'],
    ['a token with a space', 'Bearer a b'],
  ])('given %s, then it is 401 with the scheme to use', async (_, authorization) => {
    const answer = await plane.request('/v1/me', { headers: { authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await answer.json()).toMatchObject({
      code: 'unauthenticated',
      status: 401,
      type: '/docs/problems/unauthenticated',
    });
  });
});

describe('over https', () => {
  const secure = useControlPlane({ apiUrl: 'https://panel.example' });

  test('given the public address is https, then the cookie is sent over https only', async () => {
    await secure.addUser('safe@acme.example', 'viewer');
    const answer = await secure.app.request('/v1/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://panel.example', host: 'panel.example' },
      body: JSON.stringify({ email: 'safe@acme.example', password: PASSWORD }),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__Secure-.*; Secure/i);
  });
});
