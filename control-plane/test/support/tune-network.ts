import type { TuneNetworkData } from './fake-tune-api.ts';

type Fields = Record<string, unknown>;

/** An offer as TUNE's API gives it: everything text, or a number where TUNE does so. */
export const tuneOffer = (id: string, changes: Fields = {}): Fields => ({
  id,
  name: `Offer ${id}`,
  status: 'active',
  is_expired: '0',
  offer_url: `https://lp.example.com/${id}?tid={transaction_id}&utm_content={transaction_id}`,
  protocol: 'server',
  advertiser_id: '44',
  redirect_offer_id: null,
  conversion_cap: '0',
  lifetime_conversion_cap: '0.00',
  allow_website_links: '0',
  is_seo_friendly_301: '0',
  enforce_geo_targeting: '0',
  use_target_rules: '0',
  target_browsers: '0',
  require_terms_and_conditions: 0,
  modified: -62_169_966_000,
  ...changes,
});

export const tuneOfferUrl = (id: string, offerId: string, changes: Fields = {}): Fields => ({
  id,
  offer_id: offerId,
  name: `LP ${id}`,
  status: 'active',
  offer_url: `https://lp.example.com/u${id}?utm_content={transaction_id}`,
  created: '0000-00-00 00:00:00',
  modified: 1_472_237_150,
  ...changes,
});

export const tuneCampaign = (id: string, changes: Fields = {}): Fields => ({
  id,
  name: `Ad group ${id}`,
  type: 'link',
  status: 'active',
  interface: 'network',
  account_id: null,
  custom_weights: '1',
  optimization: '0',
  ...changes,
});

export const tuneCreative = (id: string, campaignId: string, changes: Fields = {}): Fields => ({
  id,
  ad_campaign_id: campaignId,
  offer_id: '12',
  offer_url_id: '0',
  offer_file_id: null,
  custom_weight: null,
  status: 'active',
  weight: null,
  ...changes,
});

/** One offer with three pages in an ad group of 50, 20 and the rest; a short link of it; and a banner group, which is none. */
export const sampleTuneNetwork = (): TuneNetworkData => ({
  offers: [tuneOffer('12', { name: 'Home value' })],
  offerUrls: [tuneOfferUrl('214', '12'), tuneOfferUrl('215', '12', { name: 'Quiz' })],
  campaigns: [tuneCampaign('152', { name: 'HomeLight split' }), tuneCampaign('7', { type: 'banner' })],
  creatives: [
    tuneCreative('9001', '152', { custom_weight: '50.00' }),
    tuneCreative('9002', '152', { offer_url_id: '214', custom_weight: '20.00' }),
    tuneCreative('9003', '152', { offer_url_id: '215' }),
    tuneCreative('9004', '7', { offer_id: null, offer_file_id: '5' }),
  ],
  tinyUrls: [{ id: '1', hash: 'SL2k', url: '/aff_ad?campaign_id=152&aff_id=1006' }],
});
