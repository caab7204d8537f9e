import { type endpoints, invalidField } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { addressAt, positionOf } from './ip-position.ts';
import { findRange } from './ip-ranges.store.ts';

const NOTHING = { first: null, last: null, country: null, region: null, city: null, network: null, isHosting: null };

/** Where an address is believed to be. @throws ProblemError `validation_failed`, `unavailable` */
export async function lookUpAddress(ctx: Context, text: string): Promise<Answer<typeof endpoints.lookUpAddress>> {
  const position = positionOf(text);
  if (position === null) throw invalidField('#/address', 'must be an IPv4 or IPv6 address such as 192.0.2.7');
  const address = addressAt(position);
  const found = ctx.ipTable ? await ctx.ipTable.find(address) : await findRange(ctx.db, address);
  return { ...NOTHING, ...found, address: text };
}
