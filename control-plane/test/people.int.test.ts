import { randomUUID } from 'node:crypto';
import { type ApiClient, createApiClient, DAY_MS, ProblemError, type Role } from '@alyson/schema';
import { accountLinks, apiTokens, auditEntries, memberships } from '@alyson/schema/tables';
import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { PASSWORD, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const NEW_PASSWORD = 'another long enough one';

const secretOf = (url: string): string => new URL(url).hash.slice(1);
const nobody = () => plane.client('none');

let from = 0;

/** A browser's sign-in: its status and its cookie. */
async function signIn(email: string, password: string): Promise<{ status: number; cookie: string }> {
  from += 1;
  const headers = { 'content-type': 'application/json', origin: 'http://localhost', host: 'localhost' };
  const answer = await plane.app.request(
    '/v1/auth/sign-in/email',
    { method: 'POST', headers, body: JSON.stringify({ email, password }) },
    { incoming: { socket: { remoteAddress: `10.0.${from >> 8}.${from & 255}` } } },
  );
  return { status: answer.status, cookie: (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '' };
}

/** The typed client of a browser. */
const browser = (cookie: string, workspaceId?: string): ApiClient =>
  createApiClient({
    baseUrl: '',
    fetch: async (input, init) => plane.app.request(String(input), init),
    headers: { cookie, ...(workspaceId !== undefined && { 'alyson-workspace': workspaceId }) },
  });

async function join(email: string, role: Role, token = plane.workspace.tokens.admin): Promise<string> {
  const { url } = await plane.client(token).createInvite({ body: { email, role } });
  await nobody().acceptInvite({ body: { secret: secretOf(url), name: email, password: PASSWORD } });
  const { items } = await plane.client(token).listMembers({ query: {} });
  return items.find((member) => member.email === email)?.userId ?? expect.fail(email);
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof ProblemError ? error.code : expect.fail(String(error))),
  );

describe('C4: invites', () => {
  test('given an invite, then its link makes an account with its role, once, and the log says who', async () => {
    const { invite, url } = await plane
      .client()
      .createInvite({ body: { email: ' Dana@Acme.Example ', role: 'editor' } });
    expect(invite).toMatchObject({ email: 'dana@acme.example', role: 'editor', invitedBy: 'admin of Acme' });
    expect(url).toMatch(/^http:\/\/localhost\/accept-invite#[\w-]{43}$/);
    const secret = secretOf(url);
    expect(await nobody().readAccountLink({ body: { secret } })).toMatchObject({
      kind: 'invite',
      email: 'dana@acme.example',
      workspaceName: 'Acme',
      role: 'editor',
      hasAccount: false,
    });
    await nobody().acceptInvite({ body: { secret, name: 'Dana', password: PASSWORD } });
    const { cookie } = await signIn('dana@acme.example', PASSWORD);
    expect(await browser(cookie).getMe({})).toMatchObject({ role: 'editor', workspace: { id: plane.workspace.id } });
    expect(await codeOf(nobody().acceptInvite({ body: { secret, name: 'Eve', password: PASSWORD } }))).toBe(
      'link_invalid',
    );
    expect(await codeOf(nobody().readAccountLink({ body: { secret } }))).toBe('link_invalid');
    const { items } = await plane.client().listAudit({ query: {} });
    expect(items.slice(0, 2)).toMatchObject([
      { action: 'member.joined', actor: { name: 'Dana' }, after: { email: 'dana@acme.example', role: 'editor' } },
      { action: 'invite.created', objectName: 'dana@acme.example' },
    ]);
  });

  test('given the database, then no secret of a link or a token stands in it', async () => {
    const { url } = await plane
      .client()
      .createInvite({ body: { email: 'kept@acme.example', role: 'viewer' }, idempotencyKey: 'kept-1' });
    const { secret } = await plane
      .client()
      .createApiToken({ body: { name: 'Kept', role: 'viewer', expiresAt: null }, idempotencyKey: 'kept-2' });
    const again = await plane
      .client()
      .createInvite({ body: { email: 'kept@acme.example', role: 'viewer' }, idempotencyKey: 'kept-1' });
    expect(again.url).toBe(url);
    const tables = ['account_links', 'api_tokens', 'idempotency_keys', 'audit_entries'];
    for (const table of tables) {
      const { rows } = await plane.db.execute(`select row_to_json(t)::text as row from ${table} t`);
      const text = JSON.stringify(rows);
      expect(text, table).not.toContain(secretOf(url));
      expect(text, table).not.toContain(secret);
    }
  });

  test('given a week has passed, or it was taken back, or another was made, then the link is dead', async () => {
    const email = 'late@acme.example';
    const invite = () => plane.client().createInvite({ body: { email, role: 'viewer' } });
    const read = (url: string) => codeOf(nobody().readAccountLink({ body: { secret: secretOf(url) } }));
    const first = await invite();
    const second = await invite();
    expect(await read(first.url)).toBe('link_invalid');
    expect(await read(second.url)).toBe('no refusal');
    await plane.client().revokeInvite({ params: { inviteId: second.invite.id } });
    expect(await read(second.url)).toBe('link_invalid');
    const third = await invite();
    const { now } = plane.clock;
    plane.clock.now += 7 * DAY_MS;
    expect(await read(third.url)).toBe('link_invalid');
    plane.clock.now = now;
  });

  test('given two who use one link at once, then one account is made', async () => {
    const { url } = await plane.client().createInvite({ body: { email: 'race@acme.example', role: 'viewer' } });
    const accept = (name: string) =>
      codeOf(nobody().acceptInvite({ body: { secret: secretOf(url), name, password: PASSWORD } }));
    expect((await Promise.all([accept('A'), accept('B')])).toSorted()).toEqual(['link_invalid', 'no refusal']);
  });

  test('given somebody who has an account, then the link alone lets nobody in, and sets no password', async () => {
    await join('elsewhere@acme.example', 'admin');
    const rival = plane.client(plane.otherWorkspace.tokens.admin);
    const { url } = await rival.createInvite({ body: { email: 'elsewhere@acme.example', role: 'viewer' } });
    const secret = secretOf(url);
    const takeOver = nobody().acceptInvite({ body: { secret, name: 'Eve', password: NEW_PASSWORD } });
    expect(await codeOf(takeOver)).toBe('unauthenticated');
    expect((await signIn('elsewhere@acme.example', NEW_PASSWORD)).status).toBe(401);
    await plane.addUser('eve@acme.example', 'viewer');
    const eve = browser((await signIn('eve@acme.example', PASSWORD)).cookie);
    expect(await codeOf(eve.acceptInvite({ body: { secret } }))).toBe('forbidden');
    const { cookie } = await signIn('elsewhere@acme.example', PASSWORD);
    await browser(cookie).acceptInvite({ body: { secret } });
    expect((await browser(cookie).listWorkspaces({})).items).toEqual([
      { id: plane.workspace.id, name: 'Acme', role: 'admin' },
      { id: plane.otherWorkspace.id, name: 'Rival', role: 'viewer' },
    ]);
    expect(await browser(cookie, plane.otherWorkspace.id).getMe({})).toMatchObject({
      role: 'viewer',
      workspace: { id: plane.otherWorkspace.id },
    });
  });

  test('given a member, then they are not invited again', async () => {
    await join('twice@acme.example', 'viewer');
    const again = plane.client().createInvite({ body: { email: 'TWICE@acme.example', role: 'admin' } });
    expect(await codeOf(again)).toBe('already_member');
  });

  test.each([
    ['short', 'must have 12 characters or more'],
    ['aaaaaaaaaaaaaaaa', 'repeats the same few characters'],
    ['long enough, '.repeat(10), 'must have 128 characters or fewer'],
  ])('given the password %s, then it is refused in words', async (password, detail) => {
    const { url } = await plane.client().createInvite({ body: { email: 'weak@acme.example', role: 'viewer' } });
    const refused = nobody().acceptInvite({ body: { secret: secretOf(url), name: 'Weak', password } });
    await expect(refused).rejects.toMatchObject({ errors: [{ pointer: '#/password', detail }] });
  });
});

describe('C4: members', () => {
  test('given a role is changed or the person removed, then it holds from their very next request', async () => {
    const userId = await join('mover@acme.example', 'editor');
    const { cookie } = await signIn('mover@acme.example', PASSWORD);
    const me = browser(cookie);
    expect((await me.getMe({})).role).toBe('editor');
    const changed = await plane.client().changeMember({ params: { userId }, body: { role: 'viewer' } });
    expect(changed).toMatchObject({ role: 'viewer', lastSeenAt: new Date(plane.clock.now).toISOString() });
    expect((await me.getMe({})).permissions).not.toContain('experiment:write');
    await plane.client().removeMember({ params: { userId }, query: {} });
    expect(await codeOf(me.getMe({}))).toBe('forbidden');
    expect(await codeOf(me.listExperiments({ query: {} }))).toBe('forbidden');
    const actions = await plane.db
      .select({ action: auditEntries.action, before: auditEntries.before, after: auditEntries.after })
      .from(auditEntries)
      .where(eq(auditEntries.objectId, userId));
    expect(actions).toEqual(
      expect.arrayContaining([
        { action: 'member.role_changed', before: { role: 'editor' }, after: { role: 'viewer' } },
        { action: 'member.removed', before: { email: 'mover@acme.example', role: 'viewer' }, after: null },
      ]),
    );
  });

  test('given somebody who follows the changes and is removed, then their stream ends within five quiet seconds', async () => {
    const userId = await join('listener@acme.example', 'viewer');
    const { cookie } = await signIn('listener@acme.example', PASSWORD);
    const stream = await plane.request('/v1/events', { headers: { cookie } });
    expect(stream.status).toBe(200);
    await plane.client().removeMember({ params: { userId }, query: {} });
    const reader = stream.body?.getReader() ?? expect.fail('no body');
    const endedAt = Date.now() + 15_000;
    for (let isDone = false; !isDone && Date.now() < endedAt; ) isDone = (await reader.read()).done;
    expect((await reader.read()).done).toBe(true);
  });

  test('given the last admin, then they are neither demoted nor removed, also not two at once', async () => {
    const rival = plane.client(plane.otherWorkspace.tokens.admin);
    const token = plane.otherWorkspace.tokens.admin;
    const [one, two] = [
      await join('one@rival.example', 'admin', token),
      await join('two@rival.example', 'admin', token),
    ];
    const demote = (userId: string) => codeOf(rival.changeMember({ params: { userId }, body: { role: 'viewer' } }));
    const remove = (userId: string) => codeOf(rival.removeMember({ params: { userId }, query: {} }));
    expect((await Promise.all([demote(one), remove(two)])).toSorted()).toEqual(['last_admin', 'no refusal']);
    const admins = (await rival.listMembers({ query: {} })).items.filter(({ role }) => role === 'admin');
    expect(admins).toHaveLength(1);
    const last = admins[0]?.userId ?? expect.fail();
    expect([await demote(last), await remove(last)]).toEqual(['last_admin', 'last_admin']);
  });

  test('given many members, then they come page by page', async () => {
    const first = await plane.client().listMembers({ query: { limit: 2 } });
    const second = await plane.client().listMembers({ query: { limit: 2, cursor: first.nextCursor ?? '' } });
    const ids = [...first.items, ...second.items].map(({ userId }) => userId);
    expect(new Set(ids).size).toBe(4);
  });

  test('given tokens that a removed person made, then they stay, or go with them if asked', async () => {
    for (const revokeTokens of [false, true]) {
      const email = `maker-${revokeTokens}@acme.example`;
      const userId = await join(email, 'admin');
      const maker = browser((await signIn(email, PASSWORD)).cookie);
      const { secret } = await maker.createApiToken({ body: { name: 'Mine', role: 'viewer', expiresAt: null } });
      const { items } = await plane.client().listMembers({ query: { limit: 1 } });
      expect(items[0]).toMatchObject({ userId, apiTokens: 1 });
      await plane.client().removeMember({ params: { userId }, query: { revokeTokens: String(revokeTokens) } });
      expect(await codeOf(plane.client(secret).getMe({}))).toBe(revokeTokens ? 'unauthenticated' : 'no refusal');
    }
  });
});

describe('C4: passwords', () => {
  test('given the own password is changed, then the old one and every other session are dead, and this one lives', async () => {
    const email = 'changer@acme.example';
    await join(email, 'viewer');
    const [here, there] = [(await signIn(email, PASSWORD)).cookie, (await signIn(email, PASSWORD)).cookie];
    const change = (currentPassword: string) =>
      browser(here).changePassword({ body: { currentPassword, newPassword: NEW_PASSWORD } });
    await expect(change('wrong')).rejects.toMatchObject({ errors: [{ pointer: '#/currentPassword' }] });
    await change(PASSWORD);
    expect(await codeOf(browser(there).getMe({}))).toBe('unauthenticated');
    expect(await codeOf(browser(here).getMe({}))).toBe('no refusal');
    expect((await signIn(email, PASSWORD)).status).toBe(401);
    expect((await signIn(email, NEW_PASSWORD)).status).toBe(200);
  });

  test('given a stolen session, then the password cannot be guessed with it', async () => {
    const email = 'stolen@acme.example';
    await join(email, 'viewer');
    const thief = browser((await signIn(email, PASSWORD)).cookie);
    const guesses: string[] = [];
    for (let i = 0; i < 12; i += 1)
      guesses.push(
        await codeOf(thief.changePassword({ body: { currentPassword: `guess ${i}`, newPassword: NEW_PASSWORD } })),
      );
    expect(guesses.at(-1)).toBe('rate_limited');
  });

  test('given an admin makes a reset link, then it sets a password once, and every session ends', async () => {
    const email = 'forgetful@acme.example';
    const userId = await join(email, 'viewer');
    const { cookie } = await signIn(email, PASSWORD);
    const old = await plane.client().createPasswordReset({ params: { userId } });
    const { url } = await plane.client().createPasswordReset({ params: { userId } });
    const reset = (link: string) =>
      codeOf(nobody().resetPassword({ body: { secret: secretOf(link), password: NEW_PASSWORD } }));
    expect(await reset(old.url)).toBe('link_invalid');
    expect(await codeOf(nobody().acceptInvite({ body: { secret: secretOf(url) } }))).toBe('link_invalid');
    expect(await reset(url)).toBe('no refusal');
    expect(await reset(url)).toBe('link_invalid');
    expect(await codeOf(browser(cookie).getMe({}))).toBe('unauthenticated');
    expect((await signIn(email, NEW_PASSWORD)).status).toBe(200);
    const links = await plane.db.select().from(accountLinks).where(eq(accountLinks.userId, userId));
    expect(links.map(({ usedAt, revokedAt }) => [usedAt !== null, revokedAt !== null])).toEqual(
      expect.arrayContaining([
        [true, false],
        [false, true],
      ]),
    );
  });

  test('G7: given somebody who belongs to two workspaces, then no admin of one resets the password that opens both', async () => {
    const email = 'both@acme.example';
    const userId = await join(email, 'admin');
    const createdAt = new Date(plane.clock.now);
    await plane.db
      .insert(memberships)
      .values({ workspaceId: plane.otherWorkspace.id, userId, role: 'viewer', createdAt });
    const rival = plane.client(plane.otherWorkspace.tokens.admin);
    expect(await codeOf(rival.createPasswordReset({ params: { userId } }))).toBe('forbidden');
  });

  test('given sessions, then a person sees their own, ends one or all, and nobody sees another’s', async () => {
    const email = 'roamer@acme.example';
    await join(email, 'viewer');
    const cookies = [await signIn(email, PASSWORD), await signIn(email, PASSWORD), await signIn(email, PASSWORD)];
    const [here = '', there = '', third = ''] = cookies.map(({ cookie }) => cookie);
    const { items } = await browser(here).listSessions({});
    expect(items).toHaveLength(3);
    expect(items.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    for (const cookie of [here, there, third])
      expect(JSON.stringify(items)).not.toContain(decodeURIComponent(cookie).split('=')[1]?.split('.')[0]);
    const sessionId = (await browser(there).listSessions({})).items.find(({ isCurrent }) => isCurrent)?.id ?? '';
    await plane.addUser('other@acme.example', 'admin');
    const other = browser((await signIn('other@acme.example', PASSWORD)).cookie);
    expect(await codeOf(other.endSession({ params: { sessionId } }))).toBe('not_found');
    await browser(here).endSession({ params: { sessionId } });
    expect(await codeOf(browser(there).getMe({}))).toBe('unauthenticated');
    expect(await browser(third).endSessions({})).toEqual({ ended: 2 });
    expect(await codeOf(browser(here).getMe({}))).toBe('unauthenticated');
  });
});

describe('C4: API tokens', () => {
  const create = (token: string, body: Parameters<ApiClient['createApiToken']>[0]['body']) =>
    plane.client(token).createApiToken({ body });

  test('given a token, then it may do what it was made for, is shown once, and is dead at the very next request', async () => {
    const { apiToken, secret } = await create(plane.workspace.tokens.admin, {
      name: 'Reporting',
      permissions: ['experiment:read'],
      expiresAt: null,
    });
    expect(secret).toMatch(/^alyson_[\w-]{43}$/);
    expect(apiToken).toMatchObject({ permissions: ['experiment:read'], ending: secret.slice(-4), lastUsedAt: null });
    const program = plane.client(secret);
    await program.listExperiments({ query: {} });
    expect(await codeOf(program.listBuyers({ query: {} }))).toBe('forbidden');
    const { items } = await plane.client().listApiTokens({ query: {} });
    expect(items[0]).toMatchObject({ id: apiToken.id, lastUsedAt: new Date(plane.clock.now).toISOString() });
    expect(JSON.stringify(items)).not.toContain(secret);
    await plane.client().revokeApiToken({ params: { apiTokenId: apiToken.id } });
    expect(await codeOf(program.listExperiments({ query: {} }))).toBe('unauthenticated');
  });

  test('given an expiry, then the token ends with it', async () => {
    const expiresAt = new Date(plane.clock.now + DAY_MS).toISOString();
    const { secret } = await create(plane.workspace.tokens.admin, { name: 'Short', role: 'viewer', expiresAt });
    const { now } = plane.clock;
    plane.clock.now += DAY_MS - 1;
    expect(await codeOf(plane.client(secret).getMe({}))).toBe('no refusal');
    plane.clock.now += 1;
    expect(await codeOf(plane.client(secret).getMe({}))).toBe('unauthenticated');
    plane.clock.now = now;
    const past = create(plane.workspace.tokens.admin, {
      name: 'Past',
      role: 'viewer',
      expiresAt: new Date(now).toISOString(),
    });
    await expect(past).rejects.toMatchObject({ errors: [{ pointer: '#/expiresAt' }] });
  });

  test('given a maker, then the token may do no more than they, nor live longer than the token that makes it', async () => {
    const expiresAt = new Date(plane.clock.now + DAY_MS).toISOString();
    const { secret: small } = await create(plane.workspace.tokens.admin, {
      name: 'Maker',
      permissions: ['token:admin', 'experiment:read'],
      expiresAt,
    });
    const attempts = [
      { name: 'x', role: 'admin' as const, expiresAt },
      { name: 'x', permissions: ['experiment:write' as const], expiresAt },
      { name: 'x', permissions: ['experiment:read' as const], expiresAt: null },
    ];
    for (const body of attempts) expect(await codeOf(create(small, body))).toBe('validation_failed');
    expect((await create(small, { name: 'x', permissions: ['experiment:read'], expiresAt })).apiToken.name).toBe('x');
    for (const permission of ['deployment:admin', 'edge:deliver', 'worker:grade'] as const) {
      const beyond = create(plane.workspace.tokens.admin, { name: 'x', permissions: [permission], expiresAt: null });
      expect(await codeOf(beyond)).toBe('validation_failed');
    }
  });

  test('given a token of the configuration, then it is not revoked here, because the next start would bring it back', async () => {
    const [edge] = await plane.db
      .update(apiTokens)
      .set({ configuredAs: 'edge' })
      .where(and(eq(apiTokens.name, 'edge of Acme'), eq(apiTokens.workspaceId, plane.workspace.id)))
      .returning({ id: apiTokens.id });
    const revoke = plane.client().revokeApiToken({ params: { apiTokenId: edge?.id ?? '' } });
    expect(await codeOf(revoke)).toBe('token_configured');
  });
});

describe('C4, G7: workspaces', () => {
  test('given who runs the deployment, then they make a workspace and are its admin; nobody else may', async () => {
    const userId = await plane.addUser('chief@acme.example', 'viewer');
    const chief = browser((await signIn('chief@acme.example', PASSWORD)).cookie);
    const body = { name: 'Third', currency: 'EUR', timezone: 'Europe/Berlin' };
    expect(await codeOf(chief.createWorkspace({ body }))).toBe('forbidden');
    await plane.db.execute(`update users set is_deployment_admin = true where id = '${userId}'`);
    const made = await chief.createWorkspace({ body, idempotencyKey: randomUUID() });
    expect(made).toMatchObject({ ...body, version: 1 });
    const cookie = (await signIn('chief@acme.example', PASSWORD)).cookie;
    expect(await browser(cookie, made.id).getMe({})).toMatchObject({ role: 'admin', workspace: { name: 'Third' } });
    expect((await browser(cookie, made.id).listExperiments({ query: {} })).items).toEqual([]);
    // It gives no sight of a workspace that they do not belong to.
    expect(await codeOf(browser(cookie, plane.otherWorkspace.id).getMe({}))).toBe('forbidden');
  });

  test('given the settings, then they change by If-Match and are read back, and a timezone that is none is refused', async () => {
    const rival = plane.client(plane.otherWorkspace.tokens.admin);
    const { version } = await rival.getWorkspace({});
    const change = (body: object, ifMatch = version) => rival.changeWorkspace({ body, ifMatch });
    expect(await change({ name: 'Rivals', timezone: 'America/New_York' })).toMatchObject({
      name: 'Rivals',
      timezone: 'America/New_York',
      version: version + 1,
    });
    expect(await codeOf(change({ name: 'Late' }))).toBe('stale_version');
    expect(await codeOf(change({ timezone: 'Mars/Olympus' }, version + 1))).toBe('validation_failed');
    expect((await rival.getMe({})).workspace).toMatchObject({ name: 'Rivals', timezone: 'America/New_York' });
    expect((await plane.client().getWorkspace({})).name).toBe('Acme');
  });
});
