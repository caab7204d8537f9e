/** What a person sees when everything runs: where to go, how to get in, what to try. */
import { relative } from 'node:path';
import { styleText } from 'node:util';
import { createApiClient, linkPath } from '@alyson/schema';
import { fetchInTime } from '../lib/fetch-in-time.ts';
import { type Secrets, secretsFile } from '../lib/secrets.ts';
import type { Settings } from './settings.ts';

export interface BannerFacts {
  settings: Settings;
  secrets: Secrets;
  tookMs: number;
}

export async function composeBanner(facts: BannerFacts): Promise<string> {
  const { settings, tookMs } = facts;
  const rows: [string, string[]][] = [
    ['Panel', [settings.apiUrl]],
    ['Sign in', signIn(facts)],
    ['Tracking link', await trackingLink(facts)],
    ...tokenRow(facts),
    [
      'Realistic traffic',
      ['npm run demo', dim('in a second terminal: two minutes of clicks and sales, and a split that moves')],
    ],
    ['Logs', [pathOf(`${settings.dataDir}/logs`), dim('Ctrl-C stops everything; the next start goes on from here.')]],
  ];
  const width = Math.max(...rows.map(([label]) => label.length)) + 3;
  const body = rows.flatMap(([label, lines]) =>
    lines.map((line, i) => `  ${(i === 0 ? label : '').padEnd(width)}${line}`),
  );
  const title = `  ${styleText('bold', 'Alyson Router is ready')} ${dim(`after ${(tookMs / 1000).toFixed(1)} s`)}`;
  return ['', title, '', ...body, ''].join('\n');
}

/** A password is shown when it was made, and never again. */
function signIn({ settings, secrets }: BannerFacts): string[] {
  const { ALYSON_ADMIN_EMAIL: email, ALYSON_ADMIN_PASSWORD: password } = secrets.values;
  const file = pathOf(secretsFile(settings.dataDir));
  if (secrets.made.has('ALYSON_ADMIN_PASSWORD')) return [`${email}   ${password}`, dim(`shown once; kept in ${file}`)];
  return [email, dim(`the first password is in ${file}, unless ALYSON_ADMIN_PASSWORD was set`)];
}

function tokenRow({ settings, secrets }: BannerFacts): [string, string[]][] {
  if (!secrets.made.has('ALYSON_ADMIN_TOKEN')) return [];
  return [
    [
      'API token',
      [secrets.values.ALYSON_ADMIN_TOKEN, dim(`shown once; kept in ${pathOf(secretsFile(settings.dataDir))}`)],
    ],
  ];
}

/** The link of a running experiment; before there is one, a link that shows where a click without one lands. */
async function trackingLink({ settings, secrets }: BannerFacts): Promise<string[]> {
  const { localApiUrl, routerUrl } = settings;
  const path = await findRunningLink(localApiUrl, secrets.values.ALYSON_ADMIN_TOKEN).catch(() => undefined);
  if (path) return [routerUrl + path];
  return [
    `${routerUrl}/r/hello?utm_content=try-me`,
    dim('leads to a page that says so until you start an experiment with the slug "hello"'),
  ];
}

async function findRunningLink(baseUrl: string, adminToken: string): Promise<string | undefined> {
  const api = createApiClient({ baseUrl, fetch: fetchInTime, headers: { authorization: `Bearer ${adminToken}` } });
  const { items } = await api.listExperiments({ query: { state: 'running', limit: 1 } });
  const [newest] = items;
  if (!newest) return undefined;
  const [link] = (await api.getExperiment({ params: { experimentId: newest.id } })).links;
  if (!link) return undefined;
  return link.kind === 'slug' ? `${linkPath(link)}?utm_content=try-me` : `${linkPath(link)}1&utm_content=try-me`;
}

/** As a person in the folder of the start would type it. */
function pathOf(path: string): string {
  const short = relative('', path);
  return short.startsWith('..') ? path : short;
}

const dim = (text: string): string => styleText('dim', text);
