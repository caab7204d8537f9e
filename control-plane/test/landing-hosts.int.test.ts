import { expect, test } from 'vitest';
import { draft } from './support/drafts.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

const onHosts = (...urls: string[]) => {
  const body = draft();
  return { ...body, agents: body.agents.map((agent, i) => ({ ...agent, landingUrl: urls[i] ?? agent.landingUrl })) };
};
const create = (...urls: string[]) => plane.client().createExperiment({ body: onHosts(...urls) });

test('given no list, then pages on any public host are taken, and the list proposes their hosts (C8)', async () => {
  await create('https://www.acme.example/a?x={affiliate_id}', 'https://Shop.acme.example:443/b');
  const { items, unlisted } = await plane.client().listLandingHosts({});
  expect(items).toEqual([]);
  expect(unlisted).toEqual([
    { host: 'shop.acme.example', pages: 1 },
    { host: 'www.acme.example', pages: 1 },
  ]);
});

test.each(['https://127.0.0.1:8443/', 'https://169.254.169.254/latest/', 'https://10.1.2.3/', 'https://192.168.0.1/x'])(
  'given the page %s in production, then it is refused by its field (C8)',
  async (url) => {
    plane.deps.config.environment = 'production';
    try {
      await expect(create(url)).rejects.toMatchObject({
        code: 'validation_failed',
        errors: [{ pointer: '#/agents/0/landingUrl', detail: expect.stringContaining('not on the public internet') }],
      });
    } finally {
      plane.deps.config.environment = 'local';
    }
  },
);

test('given a local deployment, then pages on this machine are taken, with TLS or without (C8)', async () => {
  await create('http://localhost:3000/a', 'https://127.0.0.1:3001/b');
});

test('given an editor, then allowing a host is an admin’s (C4)', async () => {
  const editor = plane.client(plane.workspace.tokens.editor);
  const body = { hosts: ['www.acme.example'] };
  await expect(editor.allowLandingHosts({ body })).rejects.toMatchObject({ code: 'forbidden' });
});

test('given a list, then another host is refused with its field and the fix, wherever visitors would be sent (C8)', async () => {
  const { items, unlisted } = await plane.client().allowLandingHosts({
    body: { hosts: ['www.ACME.example', '*.shop.example', 'shop.acme.example', 'www.acme.example'] },
  });
  expect(items.map(({ host, pages }) => [host, pages])).toEqual([
    ['*.shop.example', 0],
    ['shop.acme.example', 1],
    ['www.acme.example', 1],
  ]);
  expect(unlisted.map(({ host }) => host)).toEqual(['127.0.0.1', 'localhost']);
  const body = {
    ...onHosts('https://www.acme.example/a', 'https://a.b.shop.example/b'),
    fallbackUrl: 'https://shop.example/',
  };
  await expect(plane.client().createExperiment({ body })).rejects.toMatchObject({
    code: 'validation_failed',
    errors: [{ pointer: '#/fallbackUrl', detail: expect.stringMatching(/shop\.example.*an admin can add it/) }],
  });
  const { id, agents, version } = await plane.client().createExperiment({ body: { ...body, fallbackUrl: null } });
  const [first] = agents;
  const changeTo = (landingUrl: string) =>
    plane.client().changeAgent({
      params: { experimentId: id, agentId: first?.id ?? ('' as never) },
      ifMatch: version,
      body: { landingUrl },
    });
  await expect(changeTo('https://evil.example/www.acme.example')).rejects.toMatchObject({
    errors: [{ pointer: '#/landingUrl' }],
  });
  await expect(changeTo('https://shop.example.evil.example/')).rejects.toMatchObject({ code: 'validation_failed' });
  const deep = { kind: 'slug' as const, value: 'deep', deepLinkHosts: ['evil.example'] };
  await expect(plane.client().addLink({ params: { experimentId: id }, body: deep as never })).rejects.toMatchObject({
    errors: [{ pointer: '#/deepLinkHosts/0' }],
  });
});

test('given another workspace, then neither its list nor its pages count here (G7)', async () => {
  const other = plane.client(plane.otherWorkspace.tokens.admin);
  expect(await other.listLandingHosts({})).toEqual({ items: [], unlisted: [] });
  await expect(other.removeLandingHost({ params: { host: 'www.acme.example' } })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('given a host with pages, then it stays; one without is removed, and both changes are in the audit log (C3)', async () => {
  const remove = (host: string) => plane.client().removeLandingHost({ params: { host } });
  await expect(remove('www.acme.example')).rejects.toMatchObject({
    code: 'host_in_use',
    message: expect.stringMatching(/2 landing pages/),
  });
  await plane.client().allowLandingHosts({ body: { hosts: ['unused.example'] } });
  const { items } = await remove('unused.example');
  expect(items.map(({ host }) => host)).not.toContain('unused.example');
  const { items: entries } = await plane.client().listAudit({ query: { limit: 2 } });
  expect(entries.map(({ action, objectId }) => [action, objectId])).toEqual([
    ['landing_host.removed', 'unused.example'],
    ['landing_host.allowed', 'unused.example'],
  ]);
});

test.each(['https://www.acme.example', 'acme', '*.com', '*.*.example.com', 'a.example/x', 'a.example:443'])(
  'given %s as a host, then it is refused by its field',
  async (host) => {
    await expect(plane.client().allowLandingHosts({ body: { hosts: [host] } })).rejects.toMatchObject({
      errors: [{ pointer: '#/hosts/0' }],
    });
  },
);
