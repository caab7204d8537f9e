import { type Mapping, OWN_SHAPE } from '@alyson/schema';
import type { Database } from '../io/database.ts';
import { type CompiledMapping, compileMapping } from './compile-mapping.ts';
import { findMapping, findNewestMapping } from './mappings.store.ts';

/** Our own shape, as a version: before a buyer has any of its own. */
const OWN_SHAPE_VERSION = 0;

/** A version of a buyer's mapping, ready to run. */
export interface Reader {
  version: number;
  mapping: CompiledMapping;
}

const ownShape: Reader = { version: OWN_SHAPE_VERSION, mapping: compile(OWN_SHAPE) };

/** Versions never change, so what was compiled stays good; the least recently used goes. */
const MOST_KEPT = 500;
const kept = new Map<string, Reader>();

/** What reads a buyer's reports now. */
export async function findReader(db: Database, buyerId: string): Promise<Reader> {
  const newest = await findNewestMapping(db, buyerId);
  return newest ? toReader(buyerId, newest.version, newest.mapping) : ownShape;
}

/** @returns null where the buyer has no such version */
export async function findReaderOfVersion(db: Database, buyerId: string, version: number): Promise<Reader | null> {
  if (version === OWN_SHAPE_VERSION) return ownShape;
  const mapping = await findMapping(db, buyerId, version);
  return mapping && toReader(buyerId, version, mapping);
}

function toReader(buyerId: string, version: number, mapping: Mapping): Reader {
  const key = `${buyerId} ${version}`;
  const reader = kept.get(key) ?? { version, mapping: compile(mapping) };
  kept.delete(key);
  kept.set(key, reader);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return reader;
}

/** Only what compiles is saved. */
function compile(mapping: Mapping): CompiledMapping {
  const compiled = compileMapping(mapping);
  if (!compiled.ok) throw new Error(`a saved mapping does not compile: ${compiled.errors[0]?.detail}`);
  return compiled.mapping;
}
