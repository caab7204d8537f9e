import * as z from 'zod';
import type { Permission } from '../access.ts';
import { AgentId, ExperimentId, LinkId, RunId } from '../ids.ts';
import type { ProblemCode } from '../problem.ts';
import { Timestamp } from '../time.ts';

export interface Endpoint {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With parameters in braces, e.g. `/v1/experiments/{experimentId}`. */
  path: string;
  summary: string;
  /** What the caller must be allowed to do; null: any caller that `caller` admits. */
  permission: Permission | null;
  /** `person`: nobody but somebody signed in with a session. `anybody`: also a stranger. Else whoever has a session or a token. */
  caller?: 'person' | 'anybody';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /**
   * A file as the body itself, read while it comes, however large: the media types it may have, each with how such a file may
   * begin. What it is called comes in the query, by `FileName`.
   */
  file?: Readonly<Record<string, string>>;
  /** A body to show, where one made from the schema alone would be refused. */
  example?: unknown;
  /** The body of success. */
  response: z.ZodType;
  status?: 200 | 201 | 202;
  /** `required`: a write on a version, by `If-Match: "7"`. */
  ifMatch?: 'required';
  /** A create: `Idempotency-Key` makes a repeat answer as the first did. */
  idempotent?: true;
  /** A question that only a body can hold: it changes nothing. */
  readOnly?: true;
  /** A list that is also there as a file: under the same path with `.csv`, by the same filters, whole. */
  csv?: true;
  problems: readonly ProblemCode[];
}

export const endpoint = <const E extends Endpoint>(definition: E): E => definition;

export const Page = {
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
/** Of the list's own time: from the first moment on, and before the last. */
export const TimeRange = { from: Timestamp.optional(), to: Timestamp.optional() };
/** A text to look for: any part of it, in either case. */
export const Search = { q: z.string().trim().max(120).optional() };
/** What an uploaded file is called, for people. */
export const FileName = { name: z.string().max(1000).optional() };
/** One page of a list: `nextCursor` is null on the last. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** The database's largest integer: a greater number in an address names nothing. */
export const LARGEST_INT = 0x7fffffff;

export const ofExperiment = z.object({ experimentId: ExperimentId });
export const ofAgent = ofExperiment.extend({ agentId: AgentId });
export const ofLink = ofExperiment.extend({ linkId: LinkId });
export const ofRun = z.object({ runId: RunId });
