import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import vectors from '../../schema/fixtures/hash-vectors.json' with { type: 'json' };
import { createDatabase, dropDatabase } from './support/throwaway-database.ts';

const name = `buckets_${randomUUID().replaceAll('-', '')}`;
let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: await createDatabase(inject('postgresUrl'), name) });
  await client.connect();
  await client.query(readFileSync(new URL('../../schema/sql/bucket-of.sql', import.meta.url), 'utf8'));
});
afterAll(async () => {
  await client.end();
  await dropDatabase(inject('postgresUrl'), name);
});

async function ask(question: string, values: unknown[]): Promise<number> {
  const { rows } = await client.query<{ answer: string }>(`select ${question} as answer`, values);
  return Number(rows[0]?.answer);
}

describe('R6: PostgreSQL agrees with the router to the bit', () => {
  test.each(vectors.murmur3)(
    'given the public vector "$text" with seed $seed, then $hash',
    async ({ text, seed, hash }) => expect(await ask('hash_32($1, $2)', [text, seed])).toBe(hash),
  );

  test.each(vectors.buckets)('given unit "$unit", salt $salt, round $round, then bucket $bucket', async (vector) => {
    const { salt, unit, round, bucket } = vector;
    expect(await ask('bucket_of($1, $2, $3)', [salt, unit, round])).toBe(bucket);
  });
});
