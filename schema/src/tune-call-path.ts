import * as z from 'zod';

/** Who a conversion under such an address names: a click, an affiliate (whose click nobody can tell), or a browser's cookie. */
export const TuneCallProtocol = z.enum(['server', 'server_affiliate', 'pixel']);
export type TuneCallProtocol = z.infer<typeof TuneCallProtocol>;
