import type { TuneRecordKind } from '@alyson/schema';
import type { TuneRow } from '../domain/tune/read-answer.ts';

/** Whose things are read, and by which right. */
export interface TuneAccess {
  networkId: string;
  token: string;
}

export interface TunePage {
  rows: readonly TuneRow[];
  /** Null where TUNE gave everything at once. */
  pageCount: number | null;
}

/** TUNE's API, as far as an import reads it. */
export interface Tune {
  /** @param page  from 1. @throws TuneFault */
  readPage(access: TuneAccess, kind: TuneRecordKind, page: number): Promise<TunePage>;
}

/** Why nothing was read, in words for the person who imports. They never hold the token. */
export class TuneFault extends Error {
  override readonly name = 'TuneFault';
  /** `refused`: TUNE said no, and will again. `unreachable`: it may answer later. */
  readonly kind: 'refused' | 'unreachable';

  constructor(kind: TuneFault['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}
