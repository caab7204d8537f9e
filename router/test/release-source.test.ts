import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createBundledReleaseSource } from '../src/io/release-source.bundled.ts';
import { describeReleaseStore } from '../src/io/release-source.contract.ts';
import { createDiskReleaseStore } from '../src/io/release-source.disk.ts';
import { temporaryFolder } from './temporary-folder.ts';

describeReleaseStore('on disk', () => createDiskReleaseStore(temporaryFolder()));

test('R19: given files that are no bundles, then they are no shards, and damage is handed on to whoever verifies', async () => {
  const folder = temporaryFolder();
  const store = await createDiskReleaseStore(folder);
  writeFileSync(join(folder, '7.json'), '{"keyId":');
  writeFileSync(join(folder, 'notes.json'), '{}');
  expect(await store.shards()).toEqual([7]);
  expect(await store.load(7)).toBe('{"keyId":');
});

test('R19: given a bundle kept, then no draft is left beside it', async () => {
  const folder = temporaryFolder();
  const store = await createDiskReleaseStore(folder);
  await store.save(1, { keyId: 'key-1', payload: '{}', signature: 'x' });
  expect(readdirSync(folder)).toEqual(['1.json']);
});

test('R20: given a snapshot shipped with the deploy, then it is found by shard, and by nothing else', async () => {
  const source = createBundledReleaseSource({ 1: 'bundle' });
  expect(await source.shards()).toEqual([1]);
  expect(await source.load(1)).toBe('bundle');
  expect(await source.load(2)).toBeNull();
});
