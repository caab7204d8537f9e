import type { Database } from '../../io/database.ts';
import { isListed } from './address-list.ts';
import { type BuyerRow, findBuyerByTuneToken, findTuneBuyers } from './buyers.store.ts';
import { hashTuneToken, type TuneParameters } from './tune-parameters.ts';

/** Whose conversion it is, as far as can be told; `doubt` says why that is not proven, null where it is. */
export interface Claim {
  buyer: BuyerRow | null;
  doubt: string | null;
}

const OF_A_PIXEL =
  'A pixel is called by visitors’ browsers, and this one bears no cookie of a click through a link that sets one.';
const WRONG_TOKEN = 'Its security_token is no buyer’s.';
const UNLISTED = 'It has no security_token, and comes from an address that is on no buyer’s list.';
const AMBIGUOUS = 'It has no security_token, and its address is on the lists of several buyers.';

/** What is known of who calls. */
export interface ConversionCaller {
  parameters: TuneParameters;
  sender: string | null;
  /** Whether a browser calls: then the page may say what it likes, and only its cookie counts. */
  isPixel: boolean;
  pixelClick: string | null;
}

/**
 * Finds out whose conversion it is (C16). A token names its buyer, wherever the call comes from. Without one the address
 * must be on the list of the buyer whose offer it names, or on one buyer's list alone where it names none that is known.
 *
 * @param workspaceId  where offers and addresses are looked up
 * @param sender       the caller's address
 */
export async function identifyBuyer(
  db: Database,
  workspaceId: string,
  { parameters, sender, isPixel, pixelClick }: ConversionCaller,
): Promise<Claim> {
  const doubtOfPixel = pixelClick === null ? OF_A_PIXEL : null;
  const token = parameters.get('security_token');
  const holder = token === undefined ? null : await findBuyerByTuneToken(db, hashTuneToken(token));
  if (holder) return { buyer: holder, doubt: isPixel ? doubtOfPixel : null };

  const offerId = parameters.get('offer_id') ?? null;
  const buyers = await findTuneBuyers(db, workspaceId, offerId);
  const owners = buyers.filter(({ tuneOfferIds }) => offerId !== null && tuneOfferIds.includes(offerId));
  const owner = owners.length === 1 ? (owners[0] ?? null) : null;
  if (isPixel) return { buyer: owner, doubt: doubtOfPixel };
  if (token !== undefined) return { buyer: owner, doubt: WRONG_TOKEN };
  const listing = (owners.length > 0 ? owners : buyers).filter(
    ({ tuneAddresses }) => sender !== null && isListed(tuneAddresses, sender),
  );
  const [only, ...others] = listing;
  if (only && others.length === 0) return { buyer: only, doubt: null };
  return { buyer: owner, doubt: only ? AMBIGUOUS : UNLISTED };
}
