/**
 * Runs one bench; without a name it lists them. Each is a program of its own, `bench/<name>.ts`, so that none measures
 * what another has left behind.
 *
 * Usage: npm run bench -- <name> [its own options]
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BENCHES: ReadonlyMap<string, string> = new Map([
  ['redirect', 'full redirects over HTTP, on Node and workerd, beside the same runtime with a fixed redirect'],
  ['decide', 'the decision in process, beside a bare loop and the libraries that others use'],
  ['flat', 'what more experiments, agents, rules and parameters cost a click; draws docs/flat.svg'],
  ['spool', 'clicks into the spool, in process, and what a power cut would take'],
  ['ingest', 'clicks from the spool through the control plane into PostgreSQL'],
  ['sustain', 'clicks into PostgreSQL for minutes, with answers lost on the way; draws docs/sustain.svg'],
  ['webhooks', 'buyers’ signed webhooks at a steady rate, from when each was due to its answer'],
  ['reports', 'the delivery log of a buyer with 10 million reports, page by page and by every filter'],
  ['lists', 'lists and details of the API over 10,000 experiments and what 50 million clicks leave behind'],
  ['ip', 'looking an address up among five million ranges, by either index that could serve'],
  ['cold-start', 'a fresh workerd to its first redirect, beside a fixed one'],
]);

const [name = '', ...options] = process.argv.slice(2);
if (BENCHES.has(name)) {
  const program = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  process.exitCode = spawnSync(process.execPath, [program, ...options], { stdio: 'inherit' }).status ?? 1;
} else {
  console.error('Which bench? npm run bench -- <name>, where the name is one of');
  for (const [known, what] of BENCHES) console.error(`  ${known.padEnd(12)} ${what}`);
  process.exitCode = 1;
}
