import { TUNE_ID } from '@alyson/schema';
import type { SigningKey } from './click-id.ts';
import { equalsInConstantTime } from './constant-time.ts';
import { keyedHash, signerOf } from './keyed-hash.ts';
import { readCookie } from './sticky.ts';

/*
 * A conversion pixel (`/aff_l`) is called by a visitor's browser and names no click. As TUNE does, a link that enables it
 * leaves a cookie for each offer: the last click of this browser counts. Where the click names no offer, it serves any.
 */

const ANY_OFFER = '0';
const VALUE = /^(a[0-9A-Za-z]{29})\.(\d{1,2})\.[0-9a-f]{16}$/;
/** TUNE's own sessions last about as long. */
const SECONDS = 30 * 86_400;

const nameOf = (offer: string): string => `alyson_click_${offer}`;

/** TUNE's id of an offer as it stands in a query; `0` for anything else. */
const offerOf = (offerId: string | null): string => (offerId !== null && TUNE_ID.test(offerId) ? offerId : ANY_OFFER);

/**
 * The Set-Cookie value that remembers a click. `SameSite=None`, because the pixel stands on the buyer's pages; not
 * partitioned, because it was set while the visitor was here.
 */
export function pixelCookie(offerId: string | null, clickId: string, signing: SigningKey): string {
  const offer = offerOf(offerId);
  return `${nameOf(offer)}=${write(offer, clickId, signing)}; Path=/; Max-Age=${SECONDS}; HttpOnly; Secure; SameSite=None`;
}

/** @returns the click that a pixel of this offer stands for; null where no edge with one of these keys wrote the cookie */
export function readPixelClick(cookies: string | null, offerId: string | null, signing: SigningKey): string | null {
  const offer = offerOf(offerId);
  return readOf(cookies, offer, signing) ?? (offer === ANY_OFFER ? null : readOf(cookies, ANY_OFFER, signing));
}

function readOf(cookies: string | null, offer: string, signing: SigningKey): string | null {
  const value = readCookie(cookies, nameOf(offer)) ?? '';
  const [, clickId = '', keyNumber = ''] = VALUE.exec(value) ?? [];
  const signer = clickId === '' ? null : signerOf(Number(keyNumber), signing);
  return signer !== null && equalsInConstantTime(write(offer, clickId, signer), value) ? clickId : null;
}

/** Signed, so that nobody makes up a conversion of a click whose id they know. */
const write = (offer: string, clickId: string, signing: SigningKey): string =>
  `${clickId}.${keyedHash(signing, 'pixel', `${offer}:${clickId}`)}`;
