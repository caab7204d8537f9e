import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startedExperiment } from '../support/drafts.ts';
import { addBuyer, report } from '../support/report-as-buyer.ts';
import { useControlPlane } from '../support/test-control-plane.ts';
import { findSchemathesis } from './find-schemathesis.ts';

/*
 * The whole API as a stranger's fuzzer reads it: schemathesis, from `/openapi.json` alone, over a socket. `npm run fuzz:api`.
 */

const found = findSchemathesis();
const program = 'program' in found ? found.program : null;
const title = 'because' in found ? `C1, C2: left out, because ${found.because}` : 'C1, C2: schemathesis';

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
];

/** Left out: what waits, ends the caller's own rights, asks TUNE itself (503 here), or is sent as another type than JSON. */
const LEFT_OUT = '^/v1/(auth|events|runs/claim|api-tokens|tune/(connection|click-logs)|ip-ranges)';
const EXAMPLES = 8;
const LIMIT_MS = 900_000;

describe.skipIf(program === null)(title, () => {
  const plane = useControlPlane();
  // As main.ts has it.
  const server = createAdaptorServer({
    fetch: (request) => plane.app.fetch(request),
    serverOptions: { maxHeaderSize: 65_536 },
  });
  let url = '';

  beforeAll(async () => {
    await startedExperiment(plane.client());
    await report(plane, await addBuyer(plane), { type: 'lead', event_id: 'L1', utm_content: 'nobody' });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  test.each([
    { caller: 'admin', only: '.' },
    { caller: 'edge', only: '^/v1/(clicks|bundles)' },
    { caller: 'worker', only: '^/v1/runs/' },
  ] as const)(
    'given whatever a program of the $caller sends, then no answer is a 5xx or undocumented',
    async ({ caller, only }) => {
      const { code, said } = await fuzz(plane.workspace.tokens[caller], only);
      expect(code, said).toBe(0);
    },
    LIMIT_MS,
  );

  async function fuzz(token: string, only: string): Promise<{ code: number | null; said: string }> {
    const child = spawn(
      program ?? '',
      [
        ...['run', `${url}/openapi.json`, '--url', url, '-H', `Authorization: Bearer ${token}`],
        ...['--include-path-regex', only, '--exclude-path-regex', LEFT_OUT],
        ...['--checks', CHECKS.join(','), '--phases', 'examples,coverage,fuzzing', '--max-examples', String(EXAMPLES)],
        ...['--continue-on-failure', '--request-timeout', '20', '--generation-database', 'none', '--no-color'],
      ],
      // It keeps what it found beside where it runs.
      { cwd: dirname(program ?? '.'), stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let said = '';
    const hear = (words: Buffer) => {
      said += words.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS - 10_000);
    const [code] = (await once(child, 'close')) as [number | null];
    clearTimeout(timer);
    return { code, said: said.slice(0, 20_000) };
  }
});
