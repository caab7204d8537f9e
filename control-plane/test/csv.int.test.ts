import { type Endpoint, endpoints } from '@alyson/schema';
import { parse } from 'csv-parse/sync';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { draft, startedExperiment } from './support/drafts.ts';
import { makeClick } from './support/make-click.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const MANY = 1500;
let experimentId: string;

/** What a visitor can put into a link, and a spreadsheet would run or break on. */
const NAUGHTY = [
  '=HYPERLINK("http://evil.example","click")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\tcmd',
  'a"b""c',
  'a,b;c',
  'line\nbreak',
  'carriage\rreturn',
  'Ünïcödé 家 \u{1f600}',
  '\u202eoverride',
  "'quoted",
  '＝1+1',
];

beforeAll(async () => {
  const experiment = await startedExperiment(plane.client());
  experimentId = experiment.id;
  const agentId = experiment.agents[0]?.id ?? null;
  const make = (utmContent: string) =>
    makeClick({ workspaceId: plane.workspace.id, experimentId, agentId, utmContent, at: plane.clock.now });
  const edge = plane.client(plane.workspace.tokens.edge);
  await edge.deliverClicks({ body: { clicks: NAUGHTY.map(make) } });
  for (let done = 0; done < MANY; done += 500)
    await edge.deliverClicks({ body: { clicks: Array.from({ length: 500 }, (_, i) => make(`key-${done + i}`)) } });
});

const ask = (path: string, token = plane.workspace.tokens.viewer) => plane.request(path, { token });

async function readRows(path: string): Promise<Record<string, string>[]> {
  const answer = await ask(path);
  expect(answer.status).toBe(200);
  return parse(Buffer.from(await answer.arrayBuffer()), { bom: true, columns: true });
}

describe('lists as CSV files', () => {
  test('given more rows than a page, then the file has each of them once', async () => {
    const rows = await readRows(`/v1/clicks.csv?experimentId=${experimentId}`);
    expect(rows).toHaveLength(MANY + NAUGHTY.length);
    expect(new Set(rows.map((row) => row['Click id'])).size).toBe(rows.length);
    expect(rows[0]).toMatchObject({ Agent: 'A', Bot: 'no', Outcome: 'none' });
  });

  test('given texts that a spreadsheet would run or break on, then none begins a formula and all come back whole', async () => {
    const rows = await readRows(`/v1/clicks.csv?experimentId=${experimentId}`);
    const cells = rows.map((row) => row['utm_content'] ?? '').filter((cell) => !cell.startsWith('key-'));
    expect(cells).toHaveLength(NAUGHTY.length);
    for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/);
    const isFormula = (text: string) => /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text);
    expect(new Set(cells)).toEqual(new Set(NAUGHTY.map((text) => (isFormula(text) ? `'${text}` : text))));
  });

  test('given filters, then the file keeps to them, and says the same as the list', async () => {
    const rows = await readRows('/v1/clicks.csv?utmContent=key-7');
    const { items } = await plane.client().listClicks({ query: { utmContent: 'key-7' } });
    expect(rows.map((row) => row['Click id'])).toEqual(items.map(({ id }) => id));
  });

  test('given money, then it is a number beside its currency, also below zero', async () => {
    const { id: agentId } =
      (await plane.client().getExperiment({ params: { experimentId } })).agents[0] ?? expect.fail();
    const { buyer } = await plane.client().createBuyer({ body: { name: '=Buyer' } });
    const at = new Date(plane.clock.now).toISOString();
    await plane.db.execute(sql`insert into buyer_reports (id, workspace_id, buyer_id, headers, body, received_at, outcome)
      values ('rpt_1', ${plane.workspace.id}, ${buyer.id}, '{}', '', ${at}, 'accepted')`);
    await plane.db.execute(sql`insert into buyer_events (id, workspace_id, buyer_id, report_id, kind, event_id, amount_micros,
        currency, effect_micros, occurred_at, received_at, click_id, clicked_at, experiment_id, agent_id, is_bot)
      values ('evt_1', ${plane.workspace.id}, ${buyer.id}, 'rpt_1', 'adjustment', 'e1', -1250000, 'USD', -1250000, ${at}, ${at},
        'a', ${at}, ${experimentId}, ${agentId}, false)`);
    const [event] = await readRows('/v1/buyer-events.csv');
    expect(event).toMatchObject({ Amount: '-1.25', Currency: 'USD', 'Adds to revenue': '-1.25', Buyer: "'=Buyer" });
    const [day] = await readRows(`/v1/experiments/${experimentId}/daily-results.csv?to=2026-11-22T23:00:00.000Z`);
    expect(day).toMatchObject({ Agent: 'A', Revenue: '-1.25', Currency: 'USD', Clicks: String(MANY + NAUGHTY.length) });
    expect(day?.['Day']).toBe('2026-11-22');
  });

  test('given a file that nobody reads on, then no more pages are read than one ahead', async () => {
    let asked = 0;
    const db = new Proxy(plane.db, {
      get(target, name, receiver) {
        if (name === 'select') asked += 1;
        return Reflect.get(target, name, receiver);
      },
    });
    const { createApp } = await import('../src/app.ts');
    const app = createApp({ ...plane.deps, db });
    const headers = { authorization: `Bearer ${plane.workspace.tokens.viewer}` };
    const answer = await app.request(`/v1/clicks.csv?experimentId=${experimentId}`, { headers });
    const reader = answer.body?.getReader() ?? expect.fail('no body');
    await reader.read();
    await new Promise((resolve) => setImmediate(resolve));
    const before = asked;
    await reader.cancel();
    expect(before).toBeLessThan(10);
  });

  test('given a file, then it is one to save, with its name', async () => {
    const { headers } = await ask('/v1/audit.csv');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="audit_2026-11-22.csv"');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('given a name that is a formula, then the list of experiments is a file all the same', async () => {
    await plane.client().createExperiment({ body: draft({ name: '@evil' }) });
    const [newest] = await readRows('/v1/experiments.csv');
    expect(newest).toMatchObject({ Experiment: "'@evil", State: 'draft', Clicks: '0', Revenue: '0', Currency: 'USD' });
  });

  const lists = (Object.values(endpoints) as Endpoint[]).filter(({ csv }) => csv);
  test.each(lists.map(({ path }) => path))('C4: %s.csv is refused to whoever may not read the list', async (path) => {
    const address = `${path.replace('{experimentId}', experimentId)}.csv`;
    expect((await plane.request(address)).status).toBe(401);
    expect((await ask(address, plane.workspace.tokens.edge)).status).toBe(403);
    const other = await ask(address, plane.otherWorkspace.tokens.admin);
    if (path.includes('{')) expect(other.status).toBe(404);
    else expect((await other.text()).split('\n').filter(Boolean).length).toBeLessThan(3);
    expect((await ask(`${address}?limit=3`)).status).toBe(422);
  });
});
