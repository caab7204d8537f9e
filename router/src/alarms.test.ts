import { beforeEach, describe, expect, test } from 'vitest';
import { aBundle, aRelease } from '../test/sample-bundle.ts';
import { createSigner } from '../test/signed-bundle.ts';
import { bundlesUnconfirmed, releaseRules, spoolNotWritable } from './alarm-rules.ts';
import { type Alarms, createAlarms } from './alarms.ts';
import { type Counters, createCounters } from './counters.ts';
import { createReleaseMemory, type ReleaseMemory } from './release-memory.ts';

const STARTED_AT = Date.parse('2026-11-22T12:00:00.000Z');
const SECOND = 1_000;
const signer = createSigner();

let at: number;
let confirmedAt: number;
let diskSays: string | null;
let counters: Counters;
let memory: ReleaseMemory;
let alarms: Alarms;
let lines: [message: string, since: unknown][];

const now = () => at;
const push = (sequence: number, change: Parameters<typeof aBundle>[0] = {}) =>
  memory.accept(0, signer.sign(aBundle({ sequence, ...change })));
const names = () => [...alarms.standing()].filter(([, stands]) => stands).map(([name]) => name);

beforeEach(async () => {
  at = confirmedAt = STARTED_AT;
  diskSays = null;
  lines = [];
  counters = createCounters();
  const keys = new Map([[signer.keyId, signer.raw]]);
  memory = createReleaseMemory({ edge: 'e', environment: 'test', keys, now, counters, log: () => {} });
  alarms = createAlarms({
    rules: [
      ...releaseRules({ holdsBundle: () => memory.links() !== null, memory, counters, now }),
      bundlesUnconfirmed(() => confirmedAt, 5 * SECOND, now),
      spoolNotWritable(() => diskSays, counters, now),
    ],
    now,
    log: (_, message, fields) => lines.push([message, fields?.['since']]),
  });
});

describe('readiness', () => {
  test('R19: given no bundle, then it is not ready, and says since when; given one, then it is', async () => {
    alarms.readiness();
    at += 7 * SECOND;
    confirmedAt = at;
    expect(alarms.readiness()).toEqual({
      status: 'not_ready',
      notReady: [{ name: 'no_bundle', since: '2026-11-22T12:00:00.000Z', detail: expect.any(String) }],
      alarms: [],
    });
    await push(1);
    expect(alarms.readiness()).toEqual({ status: 'ready', notReady: [], alarms: [] });
  });

  test('R25: given a disk that takes nothing, then it is not ready until the disk does again', async () => {
    await push(1);
    diskSays = 'ENOSPC: no space left on device';
    expect(alarms.readiness().notReady).toMatchObject([{ name: 'spool_not_writable', detail: diskSays }]);
    diskSays = null;
    at += 2 * SECOND;
    expect(alarms.readiness().status).toBe('ready');
  });

  test('R25: given a click that the spool refused, then it is not ready for some seconds', async () => {
    await push(1);
    counters.spoolRefused += 1;
    expect(alarms.readiness().status).toBe('not_ready');
    at += 11 * SECOND;
    confirmedAt = at;
    expect(alarms.readiness().status).toBe('ready');
  });
});

describe('alarms', () => {
  beforeEach(() => push(5));

  test('S3: given nobody confirms the bundles for more than twice the interval, then it is told; they stay in force', () => {
    at += 10 * SECOND;
    expect(names()).toEqual([]);
    at += 1;
    expect(names()).toEqual(['bundles_unconfirmed']);
    expect(alarms.readiness().status).toBe('ready');
    expect(memory.sequenceOf(0)).toBe(5);
    confirmedAt = at;
    expect(names()).toEqual([]);
  });

  test('S4, S5: given a bundle that is refused, then it is told for five minutes', async () => {
    await push(4);
    expect(names()).toEqual(['bundles_refused']);
    at += 299 * SECOND;
    confirmedAt = at;
    expect(names()).toEqual(['bundles_refused']);
    at += SECOND;
    expect(names()).toEqual([]);
  });

  test('R19: given a release kept back, then it is told until a bundle comes that is whole', async () => {
    await push(6, { releases: [{ ...aRelease(), number: 2, agents: [] }] });
    expect(names()).toEqual(['releases_held_back']);
    await push(7, { releases: [aRelease({ number: 3 })] });
    expect(names()).toEqual([]);
  });

  test('R25: given a click that is lost, then it is told', () => {
    counters.lost += 1;
    expect(names()).toEqual(['clicks_lost']);
  });

  test('given an alarm that stands, then the log says so once a minute, with its beginning, and once when it is over', () => {
    at += 11 * SECOND;
    for (let second = 0; second < 120; second += 1) {
      alarms.readiness();
      at += SECOND;
    }
    confirmedAt = at;
    alarms.readiness();
    alarms.readiness();
    const raised = ['alarm: bundles_unconfirmed', '2026-11-22T12:00:11.000Z'];
    expect(lines).toEqual([raised, raised, ['alarm is over', undefined]]);
  });
});
