import type { AttentionItem, Instant as InstantMs } from '@alyson/schema';
import {
  BellOff,
  ChartNoAxesCombined,
  CircleCheck,
  CirclePause,
  FileWarning,
  Hand,
  type LucideIcon,
  Send,
  ShieldAlert,
  TriangleAlert,
  Unlink,
  Unplug,
  UploadCloud,
  Webhook,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { edgeText } from '../../../lib/edges.ts';
import { Card } from '../../../ui/card.tsx';
import { formatCountOf } from '../../../ui/format/count.ts';
import { formatDuration } from '../../../ui/format/duration.ts';
import { formatRelative } from '../../../ui/format/instant.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Instant } from '../../../ui/values/instant.tsx';
import { useNow } from '../../../ui/values/now.ts';
import { useZone } from '../../../ui/values/zone.tsx';
import type { Attention } from './attention.ts';
import type { PageAttention } from './page-attention.ts';

interface AttentionCardProps {
  items: readonly Attention[];
  /** When it was last looked, in epoch ms. */
  checkedAt: InstantMs;
}

/** What needs somebody, worst first, each with its cause, its effect and one action. */
export function AttentionCard({ items, checkedAt }: AttentionCardProps) {
  const now = useNow();
  const zone = useZone();
  if (items.length === 0) {
    return (
      <Card>
        <p className="flex items-center gap-2.5 text-14">
          <CircleCheck aria-hidden="true" className="size-4 text-positive" />
          Nothing needs attention. Checked {formatRelative(Math.min(checkedAt, now), zone, now)}.
        </p>
      </Card>
    );
  }
  return (
    <Card title="Needs attention" padding="flush">
      <ul>
        {items.map((item) => (
          <li key={item.key} className="border-b last:border-b-0">
            <Item item={item} now={now} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Item({ item, now }: { item: Attention; now: InstantMs }) {
  switch (item.kind) {
    case 'edge_silent':
      return (
        <Entry
          icon={Unplug}
          isBad
          cause={`The router ${edgeText(item.edge)} does not answer`}
          effect={`${item.edge.seenAt ? `Last heard of ${formatDuration(now - Date.parse(item.edge.seenAt))} ago` : 'Not heard of yet'}. It may go on redirecting; what is changed here does not reach it.`}
        />
      );
    case 'edge_alarm':
      return (
        <Entry
          icon={TriangleAlert}
          isBad
          cause={`The router ${edgeText(item.edge)} raises an alarm`}
          effect={`For ${formatDuration(now - Date.parse(item.alarm.since))}: ${item.alarm.detail}.`}
        />
      );
    case 'edge_behind':
      return (
        <Entry
          icon={UploadCloud}
          isBad
          cause={`The router ${edgeText(item.edge)} serves older releases`}
          effect={`It has lacked ${formatCountOf(item.edge.behind, 'bundle')} for ${formatDuration(now - Date.parse(item.since))}${item.edge.drift?.repairedAt === null ? ', since it fell back to an older state' : ''}. They are sent again every few seconds.`}
        />
      );
    case 'release_stuck':
      return (
        <Entry
          icon={UploadCloud}
          isBad
          cause={`Release ${item.releaseNumber} of ${item.experiment.name} is not confirmed`}
          effect={`Sent to the router ${formatDuration(now - Date.parse(item.publishedAt))} ago. Until it confirms, clicks follow the release before.`}
          action={
            <LinkButton
              size="sm"
              to="/experiments/$experimentId/releases"
              params={{ experimentId: item.experiment.id }}
            >
              See releases
            </LinkButton>
          }
        />
      );
    case 'page_failing':
      return (
        <Entry
          icon={FileWarning}
          isBad={item.state === 'failing' && !item.isOut}
          cause={causeOfPage(item)}
          effect={`${item.cause} ${effectOfPage(item)}`}
          action={
            <LinkButton
              size="sm"
              to="/experiments/$experimentId/settings"
              params={{ experimentId: item.experiment.id }}
            >
              See agents
            </LinkButton>
          }
        />
      );
    case 'pages_unreachable':
      return (
        <Entry
          icon={FileWarning}
          cause={`None of ${formatCountOf(item.count, 'landing page')} can be reached from here`}
          effect="Either all are down, or the control plane cannot reach the internet, and visitors notice nothing. No agent is taken out for it."
        />
      );
    case 'buyer_silent':
      return (
        <Entry
          icon={BellOff}
          isBad
          cause={`${item.buyer.name} is silent`}
          effect={
            <>
              Its last report came {formatDuration(now - Date.parse(item.lastReportAt))} ago. Leads and revenue since
              then are not counted.
            </>
          }
          action={
            <LinkButton size="sm" to="/buyers/$buyerId" params={{ buyerId: item.buyer.id }}>
              See reports
            </LinkButton>
          }
        />
      );
    case 'noticed':
      return (
        <Entry
          icon={ICONS[item.item.kind]}
          isBad
          cause={item.item.summary}
          effect={
            <>
              Since <Instant at={item.item.since} as="full" />. {item.item.evidence}
            </>
          }
          action={<NoticedLink item={item.item} />}
        />
      );
    case 'paused':
      return (
        <Entry
          icon={CirclePause}
          cause={`${item.experiment.name} is paused`}
          effect="All its clicks go to the fallback until it is resumed."
          action={
            <LinkButton size="sm" to="/experiments/$experimentId" params={{ experimentId: item.experiment.id }}>
              Open experiment
            </LinkButton>
          }
        />
      );
    case 'held':
      return (
        <Entry
          icon={Hand}
          cause={`${item.experiment.name} is held`}
          effect={
            <>
              Since <Instant at={item.heldSince} as="full" />. Clicks and grading go on; the split stays as it is until
              somebody resumes.
            </>
          }
          action={
            <LinkButton size="sm" to="/experiments/$experimentId/split" params={{ experimentId: item.experiment.id }}>
              See the split
            </LinkButton>
          }
        />
      );
    case 'orphans':
      return (
        <Entry
          icon={Unlink}
          cause={`${formatCountOf(item.count, 'report')} matched no click`}
          effect={`${item.count === 1 ? 'It counts' : 'They count'} for no experiment until the click arrives.`}
          action={
            <LinkButton size="sm" to="/orphans">
              See orphans
            </LinkButton>
          }
        />
      );
    default:
      return item satisfies never;
  }
}

function causeOfPage({ letters, state, experiment: { name } }: PageAttention): string {
  const [letter] = letters;
  return letters.length === 1
    ? `The page of agent ${letter} of ${name} ${state === 'failing' ? 'is failing' : 'needs a look'}`
    : `The pages of agents ${letters.join(', ')} of ${name} ${state === 'failing' ? 'are failing' : 'need a look'}`;
}

function effectOfPage({ isOut, state, letters }: PageAttention): string {
  if (isOut) return `${letters.length === 1 ? 'It is' : 'They are'} out of the split until the page is well again.`;
  return state === 'failing' ? 'Clicks sent there are lost.' : 'Clicks go on there.';
}

const ICONS: Readonly<Record<AttentionItem['kind'], LucideIcon>> = {
  buyer_silent: BellOff,
  orphan_spike: Unlink,
  reports_rejected: ShieldAlert,
  amount_jump: ChartNoAxesCombined,
  postback_failing: Send,
  postback_stopped: Send,
  subscription_failing: Webhook,
  subscription_stopped: Webhook,
};

/** To the buyer, or to the postback or webhook. */
function NoticedLink({ item: { kind, subjectId } }: { item: AttentionItem }) {
  switch (kind) {
    case 'postback_failing':
    case 'postback_stopped':
      return (
        <LinkButton size="sm" to="/postbacks/$postbackId" params={{ postbackId: subjectId }}>
          See deliveries
        </LinkButton>
      );
    case 'subscription_failing':
    case 'subscription_stopped':
      return (
        <LinkButton size="sm" to="/subscriptions/$subscriptionId" params={{ subscriptionId: subjectId }}>
          See deliveries
        </LinkButton>
      );
    default:
      return (
        <LinkButton size="sm" to="/buyers/$buyerId" params={{ buyerId: subjectId }}>
          See reports
        </LinkButton>
      );
  }
}

interface EntryProps {
  icon: LucideIcon;
  isBad?: boolean;
  cause: string;
  effect: ReactNode;
  /** None where nothing can be done in the panel. */
  action?: ReactNode;
}

function Entry({ icon: Icon, isBad = false, cause, effect, action }: EntryProps) {
  return (
    <div className="flex items-start gap-4 px-4 py-3 sm:items-center">
      <span
        className={`flex size-8 shrink-0 items-center justify-center rounded-control ${isBad ? 'bg-negative-ground text-negative' : 'bg-warning-ground text-warning'}`}
      >
        <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </span>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-2.5">
        <div className="min-w-0 flex-1 basis-56">
          <p className="font-medium [overflow-wrap:anywhere]">{cause}</p>
          <p className="text-13 text-muted">{effect}</p>
        </div>
        {action}
      </div>
    </div>
  );
}
