import * as z from 'zod';
import { BuyerId } from '../ids.ts';
import { MappingTrials, MappingVersion, SaveMapping, TryMapping } from '../mapping.ts';
import { MAPPING_CATALOGUE } from '../mapping-catalogue.ts';
import { endpoint, Page, pageOf } from './endpoint.ts';

const ofBuyer = z.object({ buyerId: BuyerId });
const [OWN] = MAPPING_CATALOGUE;

export const mappingsEndpoints = {
  listMappings: endpoint({
    method: 'get',
    path: '/v1/buyers/{buyerId}/mappings',
    summary: "The versions of a buyer's mapping, newest first; none: it is read as our own shape",
    permission: 'buyer:read',
    params: ofBuyer,
    query: z.object(Page),
    response: pageOf(MappingVersion),
    problems: ['validation_failed', 'not_found'],
  }),
  saveMapping: endpoint({
    method: 'post',
    path: '/v1/buyers/{buyerId}/mappings',
    summary:
      'Save a new version of the mapping; it reads what comes from now on. `If-Match` is the newest version, 0 for none',
    permission: 'buyer:admin',
    params: ofBuyer,
    body: SaveMapping,
    example: { mapping: OWN?.mapping, note: 'As before' },
    response: MappingVersion,
    status: 201,
    ifMatch: 'required',
    problems: ['validation_failed', 'not_found', 'stale_version', 'precondition_required'],
  }),
  tryMapping: endpoint({
    method: 'post',
    path: '/v1/buyers/{buyerId}/mapping-trials',
    summary: "Read a pasted payload, or the buyer's newest reports, by a mapping, without storing anything",
    permission: 'buyer:admin',
    params: ofBuyer,
    body: TryMapping,
    example: { mapping: OWN?.mapping, payload: { kind: 'json', text: OWN?.sample } },
    response: MappingTrials,
    readOnly: true,
    problems: ['validation_failed', 'not_found'],
  }),
} as const;
