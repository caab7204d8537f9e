import { type Instant, ProblemError } from '@alyson/schema';
import type { Deps } from '../../context.ts';
import { sealCall } from '../../sealing/seal-segment-call.ts';
import { insertCall, insertRejected, type NewCall } from './calls.store.ts';
import { openSecrets } from './source-secret.ts';
import { findSourceByEndpoint } from './sources.store.ts';
import { SEGMENT_FAULTS, type SegmentHeaders, verifySegment } from './verify-segment.ts';

/** A request of Segment's, as it came. */
export interface SegmentRequest {
  endpointId: string;
  headers: SegmentHeaders;
  body: Uint8Array;
  /** By our own clock or an edge's (R26). */
  receivedAt: Instant;
}

const KEPT_REJECTED = 1000;
const KEPT_BYTES_OF_REJECTED = 16_384;

/**
 * Takes a request of Segment's (C17): its bytes are stored when this returns, and read soon after. When it throws
 * `unavailable` Segment comes again; after a refusal it does not.
 *
 * @throws ProblemError `not_found`, `signature_invalid`, `unavailable`
 */
export async function receiveCall(deps: Deps, request: SegmentRequest): Promise<void> {
  const { endpointId, headers, body, receivedAt } = request;
  const source = await findSourceByEndpoint(deps.db, endpointId);
  if (!source) throw new ProblemError('not_found');
  const { id: sourceId, workspaceId } = source;
  const id = deps.newId('segmentCall');
  const call: Omit<NewCall, 'body'> = {
    id,
    workspaceId,
    sourceId,
    receivedAt: new Date(receivedAt),
    outcome: 'stored',
  };
  const secrets = openSecrets(deps.config, source, receivedAt);
  if (secrets === null) {
    deps.log.error({ sourceId }, 'a source’s secret cannot be opened: has the auth secret changed?');
    throw new ProblemError('unavailable', 'The secret of this source cannot be read.');
  }
  const verified = verifySegment(headers, body, secrets);
  if (verified.ok) return insertCall(deps.db, { ...call, ...sealCall(deps.dataKeys, id, body) });
  const detail = SEGMENT_FAULTS[verified.reason];
  const trace = { ...call, detail, ...sealCall(deps.dataKeys, id, body.subarray(0, KEPT_BYTES_OF_REJECTED)) };
  await deps.db.transaction((tx) => insertRejected(tx, trace, KEPT_REJECTED));
  throw new ProblemError('signature_invalid', detail);
}
