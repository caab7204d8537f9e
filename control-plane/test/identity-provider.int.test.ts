import { MINUTE_MS } from '@alyson/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import type { IdentityProviderConfig } from '../src/config.ts';
import type { App } from '../src/http/app-env.ts';
import { createSignIn } from '../src/http/sign-in.ts';
import { createIdentityProvider } from '../src/io/identity-provider.ts';
import { type FakeIdentityProvider, startFakeIdentityProvider } from './support/fake-identity-provider.ts';
import { PASSWORD, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let fake: FakeIdentityProvider;
let app: App;

const start = (changes: Partial<IdentityProviderConfig> = {}, passwordSignIn = true): App => {
  const { issuer, clientId, clientSecret } = fake;
  const identityProvider: IdentityProviderConfig = {
    issuer,
    clientId,
    clientSecret,
    emailDomains: ['acme.example'],
    defaultRole: null,
    label: 'Acme ID',
    ...changes,
  };
  const config = { ...plane.deps.config, identityProvider, passwordSignIn };
  const provider = createIdentityProvider(identityProvider, `${config.apiUrl}/v1/auth/oidc/callback`);
  const signIn = createSignIn({ ...plane.deps, config });
  return createApp({ ...plane.deps, config, signIn, identityProvider: provider });
};

beforeAll(async () => {
  fake = await startFakeIdentityProvider();
});
afterAll(() => fake.stop());
beforeEach(() => {
  fake.misbehaviour = 'none';
  app = start();
});

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');

/** A browser that goes to the provider, over the wire, and has come back. */
async function visit(by = app, next = '/experiments') {
  const begun = await by.request(`/v1/auth/oidc/start?next=${encodeURIComponent(next)}`);
  const at = await fetch(begun.headers.get('location') ?? expect.fail('no way to the provider'), {
    redirect: 'manual',
  });
  const back = new URL(at.headers.get('location') ?? expect.fail(await at.text()));
  return { cookie: cookiesOf(begun), path: back.pathname + back.search };
}

async function enter(by = app, next?: string): Promise<Response> {
  const { cookie, path } = await visit(by, next);
  return by.request(path, { headers: { cookie } });
}

const me = async (answer: Response) => (await app.request('/v1/me', { headers: { cookie: cookiesOf(answer) } })).json();

const invite = (email: string) => plane.client().createInvite({ body: { email, role: 'editor' } });

const verified = (email: string, sub = email) => ({ sub, email, email_verified: true, name: `Name of ${email}` });

describe('C4: sign-in through an identity provider', () => {
  test('given somebody invited, then they come in with the role of the invite, and are sent where they were going', async () => {
    await invite('dana@acme.example');
    fake.person = verified('Dana@Acme.example', 'dana');
    const answer = await enter();
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/experiments']);
    expect(await me(answer)).toMatchObject({
      role: 'editor',
      actor: { name: 'Name of Dana@Acme.example', email: 'dana@acme.example' },
    });
    expect((await plane.client().listInvites({ query: {} })).items).toEqual([]);
    fake.person = verified('dana.new@acme.example', 'dana');
    expect(await me(await enter())).toMatchObject({ actor: { email: 'dana@acme.example' } });
  });

  test.each([
    ['wrong_nonce'],
    ['wrong_audience'],
    ['wrong_issuer'],
    ['expired'],
    ['unsigned'],
    ['foreign_key'],
    ['no_id_token'],
  ] as const)('given an ID token that is %s, then nobody comes in', async (misbehaviour) => {
    await invite('wrong@acme.example');
    fake.person = verified('wrong@acme.example');
    fake.misbehaviour = misbehaviour;
    const answer = await enter();
    expect(answer.headers.get('location')).toBe('/sign-in?failure=provider_failed');
    expect(cookiesOf(answer)).not.toContain('session_token=');
  });

  test('given the provider is down, then the page says so, and a later try succeeds without a restart', async () => {
    await invite('patient@acme.example');
    fake.person = verified('patient@acme.example');
    fake.misbehaviour = 'down';
    const down = await app.request('/v1/auth/oidc/start');
    expect(down.headers.get('location')).toBe('/sign-in?failure=provider_failed');
    fake.misbehaviour = 'none';
    expect((await enter()).headers.get('location')).toBe('/experiments');
  });

  test.each([
    [
      'an address that is not verified',
      { sub: 'u1', email: 'u1@acme.example', email_verified: false },
      'email_unverified',
    ],
    [
      'one that is said to be "true"',
      { sub: 'u2', email: 'u2@acme.example', email_verified: 'true' },
      'email_unverified',
    ],
    ['no address', { sub: 'u3', email_verified: true }, 'email_unverified'],
    ['another domain', verified('u4@evil.example'), 'domain_not_allowed'],
    ['a domain that only ends alike', verified('u5@notacme.example'), 'domain_not_allowed'],
    ['an address with two signs', verified('u6@evil.example@acme.example.evil'), 'domain_not_allowed'],
    ['nobody invited', verified('u7@acme.example'), 'not_invited'],
  ])('given %s, then it is refused with the reason', async (_, person, reason) => {
    fake.person = person;
    expect((await enter()).headers.get('location')).toBe(`/sign-in?failure=${reason}`);
  });

  test('given a default role, then somebody new gets it, and who was removed does not come back with it', async () => {
    const by = start({ defaultRole: 'viewer' });
    fake.person = verified('new@acme.example');
    const person = (await me(await enter(by))) as { role: string; actor: { id: string } };
    expect(person.role).toBe('viewer');
    const { items } = await plane.client().listAudit({ query: { limit: 1 } });
    expect(items).toMatchObject([{ action: 'member.joined', objectName: 'new@acme.example' }]);
    await plane.client().removeMember({ params: { userId: person.actor.id }, query: {} });
    expect(await me(await enter(by))).toMatchObject({ code: 'forbidden' });
  });

  test('given an account whose address nobody had shown to be theirs, then who set it up is out when its owner comes', async () => {
    await plane.addUser('owner@acme.example', 'admin');
    const squatter = await signIn('owner@acme.example');
    expect(squatter.status).toBe(200);
    fake.person = verified('owner@acme.example');
    expect(await me(await enter())).toMatchObject({ role: 'admin', actor: { email: 'owner@acme.example' } });
    expect(await me(squatter)).toMatchObject({ code: 'unauthenticated' });
    expect((await signIn('owner@acme.example')).status).toBe(401);
  });

  test('given an address that the provider gave to somebody else, then they do not get the account of the first', async () => {
    await invite('shared@acme.example');
    fake.person = verified('shared@acme.example', 'first');
    await enter();
    fake.person = verified('shared@acme.example', 'second');
    expect((await enter()).headers.get('location')).toBe('/sign-in?failure=linked_otherwise');
  });

  test('given a code that is used again, comes late, with another state or to another browser, then nobody comes in', async () => {
    await invite('replay@acme.example');
    fake.person = verified('replay@acme.example');
    const { cookie, path } = await visit();
    expect((await app.request(path)).headers.get('location')).toBe('/sign-in?failure=expired');
    const other = await visit();
    const crossed = await app.request(path, { headers: { cookie: other.cookie } });
    expect(crossed.headers.get('location')).toBe('/sign-in?failure=provider_failed');
    const forged = cookie.replace(/=(.)/, (_, first: string) => `=${first === 'A' ? 'B' : 'A'}`);
    expect((await app.request(path, { headers: { cookie: forged } })).headers.get('location')).toMatch(/failure=/);
    const late = await visit();
    plane.clock.now += 10 * MINUTE_MS;
    expect((await app.request(late.path, { headers: { cookie: late.cookie } })).headers.get('location')).toMatch(
      /expired/,
    );
    plane.clock.now -= 10 * MINUTE_MS;
    expect((await app.request(path, { headers: { cookie } })).headers.get('location')).toBe('/experiments');
    const again = await app.request(path, { headers: { cookie } });
    expect(again.headers.get('location')).toBe('/sign-in?failure=provider_failed');
  });

  test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'evil'])(
    'given %s as where to go next, then it is the overview',
    async (next) => {
      await invite('next@acme.example').catch(() => undefined);
      fake.person = verified('next@acme.example');
      expect((await enter(app, next)).headers.get('location')).toBe('/');
    },
  );

  test('given password sign-in is off, then no password opens anything, and the page is told', async () => {
    await plane.addUser('pass@acme.example', 'viewer');
    const by = start({}, false);
    expect((await signIn('pass@acme.example', by)).status).toBe(403);
    expect(await (await by.request('/v1/sign-in-options')).json()).toEqual({
      password: false,
      identityProvider: { label: 'Acme ID', url: '/v1/auth/oidc/start' },
    });
    const { url } = await invite('late@acme.example');
    const body = JSON.stringify({ secret: new URL(url).hash.slice(1), name: 'Late', password: PASSWORD });
    const headers = { 'content-type': 'application/json' };
    expect((await by.request('/v1/account-links/accept-invite', { method: 'POST', headers, body })).status).toBe(403);
  });

  test('given none is configured, then its addresses lead nowhere', async () => {
    for (const path of ['/v1/auth/oidc/start', '/v1/auth/oidc/callback?code=x&state=y'])
      expect((await plane.request(path)).status).toBe(404);
  });
});

async function signIn(email: string, by = app): Promise<Response> {
  return by.request('/v1/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost', host: 'localhost' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
}

describe('C4: a way in that is closed later', () => {
  const statusAt = async (by: App, cookie: string) => (await by.request('/v1/me', { headers: { cookie } })).status;
  const withPassword = async (email: string) => {
    await plane.addUser(email, 'viewer');
    return cookiesOf(await signIn(email));
  };

  test('given the provider is taken away or replaced, then who came by it is out at once, and who came by password is not', async () => {
    await invite('eve@acme.example');
    fake.person = verified('eve@acme.example');
    const cookie = cookiesOf(await enter());
    const byPassword = await withPassword('gail@acme.example');
    expect([await statusAt(app, cookie), await statusAt(app, byPassword)]).toEqual([200, 200]);
    for (const later of [plane.app, start({ issuer: 'https://other.example/' })])
      expect([await statusAt(later, cookie), await statusAt(later, byPassword)]).toEqual([401, 200]);
  });

  test('given passwords are closed, then who came by one is out, and who came by the provider is not', async () => {
    await invite('finn@acme.example');
    fake.person = verified('finn@acme.example');
    const cookie = cookiesOf(await enter());
    const byPassword = await withPassword('hugo@acme.example');
    const later = start({}, false);
    expect([await statusAt(later, cookie), await statusAt(later, byPassword)]).toEqual([200, 401]);
  });
});
