import { DeliveryState } from '@alyson/schema';
import * as z from 'zod';

/** What the address of a postback's or webhook's page holds. Broken values fall back, so that no link ever fails. */
export const destinationSearch = z.object({ state: DeliveryState.optional().catch(undefined) });
