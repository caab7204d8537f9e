import { type Link, linkPath, type TuneMode, type TuneSourceKind, type TuneStep } from '@alyson/schema';

/** An imported link with what is needed to say how it is moved. */
export interface MovableLink {
  readonly link: Pick<Link, 'kind' | 'value' | 'host'>;
  readonly mode: TuneMode;
  readonly source: { readonly kind: TuneSourceKind; readonly id: string };
  readonly trackingHost: string;
  readonly clickIdParameter: string;
  readonly routerUrl: string;
  /** As TUNE held them when it was imported. */
  readonly pages: readonly { name: string; offerId: string; offerUrlId: string | null; url: string; weight: string }[];
}

const step = (text: string, ...copies: TuneStep['copies']): TuneStep => ({ text, copies });
const copy = (label: string, value: string) => ({ label, value });

/** What a marketer does so that we decide, in order, with what is to be copied. */
export const stepsThere = (movable: MovableLink): TuneStep[] => [
  step('Start the experiment here. Until it runs, its clicks would go to the fallback.'),
  ...stepsInTune(movable),
  step('Press “We decide now” here. This page then watches that clicks arrive.'),
];

function stepsInTune(movable: MovableLink): TuneStep[] {
  switch (movable.mode) {
    case 'behind':
      return behindTune(movable);
    case 'before':
      return [...namePages(movable), ...pointHostHere(movable)];
    case 'without':
      return [
        ...pointHostHere(movable),
        step(
          'From then on TUNE sees none of these clicks: it neither records nor pays them. Let buyers report conversions to this router (Buyers, “Conversions as TUNE takes them”) before you go on.',
        ),
      ];
    default:
      return movable.mode satisfies never;
  }
}

/** What a marketer does so that TUNE decides again. The first step is ours, and works at once where clicks reach us first. */
export function stepsBack(movable: MovableLink): TuneStep[] {
  if (movable.mode === 'behind')
    return [
      step('Press “Hand back to TUNE” here. It is written down, and this page then watches that clicks cease.'),
      ...(movable.source.kind === 'campaign'
        ? [
            step(
              `In TUNE, ad group ${movable.source.id}: make the creatives active again with the weights they had, and pause the one that leads to this router.`,
              ...movable.pages.map((page) => copy(`Weight of ${nameOf(page)}`, page.weight)),
            ),
          ]
        : [
            step(
              `In TUNE, offer ${movable.source.id}: put its default URL back.`,
              ...movable.pages
                .filter(({ offerUrlId }) => offerUrlId === null)
                .map((page) => copy('Default URL', page.url)),
            ),
          ]),
      step('Clicks that still come are split here until TUNE has taken the change; nobody is lost.'),
    ];
  return [
    step(
      'Press “Hand back to TUNE” here. Within seconds every click of this link goes on to TUNE with all its parameters, and TUNE decides again. Nothing else has to be changed for that.',
      copy('Where clicks go then', handBackUrl(movable)),
    ),
    ...(movable.mode === 'before'
      ? [
          step(
            'When it is to stay so, first put these URLs back in TUNE: until then they wait for our click id.',
            ...movable.pages.map((page) => copy(nameOf(page), page.url)),
          ),
        ]
      : []),
    ...(movable.link.host === null
      ? [
          step(
            `When it is to stay so, give affiliates TUNE's own links again.`,
            copy('Host of the links', movable.trackingHost),
          ),
        ]
      : [
          step(
            `When it is to stay so, let the DNS of ${movable.link.host} point to TUNE again: then the detour by this router ends.`,
            copy('DNS: CNAME of the host', movable.trackingHost),
          ),
        ]),
  ];
}

/**
 * TUNE's own link, where TUNE decides: it takes the parameters that come with each click. Where its URLs hand our click id
 * on, it still has to come.
 */
export function handBackUrl(
  movable: Pick<MovableLink, 'source' | 'trackingHost' | 'mode' | 'clickIdParameter'>,
): string {
  const { source, trackingHost, mode, clickIdParameter } = movable;
  const query = source.kind === 'campaign' ? `aff_ad?campaign_id=${source.id}` : `aff_c?offer_id=${source.id}`;
  return `https://${trackingHost}/${query}${mode === 'before' ? `&${clickIdParameter}={click_id}` : ''}`;
}

const nameOf = ({ name, offerUrlId }: MovableLink['pages'][number]): string =>
  offerUrlId === null ? `${name} (default URL)` : `${name} (url_id ${offerUrlId})`;

function behindTune(movable: MovableLink): TuneStep[] {
  const { source, routerUrl, link, pages } = movable;
  const offerId = pages[0]?.offerId ?? source.id;
  const address = copy('Offer URL', `${routerUrl}${linkPath(link)}?utm_content={transaction_id}`);
  const trial = step(
    'Open one of the affiliates’ links in a browser. You should land on one of the pages, with TUNE’s transaction id as utm_content.',
  );
  if (source.kind === 'offer')
    return [
      step(`In TUNE, offer ${offerId}: replace its default URL by this address. Leave the protocol as it is.`, address),
      trial,
    ];
  return [
    step(
      `In TUNE, offer ${offerId}, add an offer URL with this address. Leave the offer’s protocol as it is.`,
      address,
    ),
    step(
      `In TUNE, ad group ${source.id}, add a creative of offer ${offerId} with that URL, and give it the weight 100.`,
      copy('Custom weight', '100'),
    ),
    step(
      `In the same ad group pause the ${pages.length} creatives that were there: this router now does what their weights did.`,
    ),
    trial,
  ];
}

function pointHostHere({ link, routerUrl, trackingHost }: MovableLink): TuneStep[] {
  if (link.host === null)
    return [
      step(
        'Give affiliates this link in place of TUNE’s. What they append to it is carried on.',
        copy('Link', routerUrl + linkPath(link)),
      ),
    ];
  const host = new URL(routerUrl).hostname;
  return [
    step(
      `Let the DNS of ${link.host} point to this router, and see that it has a certificate for that name. Affiliates keep their links. Use a short time to live, so that the way back is short, too.`,
      copy('DNS: CNAME of the host', host),
    ),
    step(
      `TUNE stays within reach as ${trackingHost}; check that it answers there.`,
      copy('TUNE’s own host', `https://${trackingHost}`),
    ),
  ];
}

function namePages({ pages, clickIdParameter }: MovableLink): TuneStep[] {
  return [
    step(
      `In TUNE, make each of these URLs hand our click id on, as utm_content. It comes in ${clickIdParameter}.`,
      ...pages.map((page) => copy(nameOf(page), withKey(page.url, clickIdParameter))),
    ),
  ];
}

/** An address of TUNE's with our click id as its `utm_content`. */
function withKey(url: string, clickIdParameter: string): string {
  const [, address = url, fragment = ''] = /^([^#]*)(.*)$/s.exec(url) ?? [];
  const value = `utm_content={${clickIdParameter}}`;
  if (/[?&]utm_content=/i.test(address)) return address.replace(/([?&])utm_content=[^&]*/i, `$1${value}`) + fragment;
  return `${address}${address.includes('?') ? '&' : '?'}${value}${fragment}`;
}
