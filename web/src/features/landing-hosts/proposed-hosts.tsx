import type { LandingHosts } from '@alyson/schema';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAllowLandingHosts } from './queries.ts';

interface ProposedHostsProps {
  hosts: LandingHosts['unlisted'];
  hasList: boolean;
  refusal: string | null;
}

/** Hosts that pages stand on already: one confirmation makes them the list. */
export function ProposedHosts({ hosts, hasList, refusal }: ProposedHostsProps) {
  const allow = useAllowLandingHosts();
  // A page on this machine needs no permission, and could be given none.
  const names = hosts.map(({ host }) => host).filter((host) => host.includes('.') && host !== '127.0.0.1');
  if (names.length === 0) return null;
  const press = () =>
    allow.mutate(names, {
      onSuccess: () => showToast(`${names.length === 1 ? 'One host' : `${names.length} hosts`} allowed.`),
      onError: (error) => showToast(`Not allowed: ${error.message}`, { tone: 'failed' }),
    });
  return (
    <Notice tone={hasList ? 'warning' : 'info'}>
      <p>
        {hasList ? 'Pages stand on hosts that are not allowed, and keep their clicks: ' : 'Your pages stand on '}
        <span className="font-mono [overflow-wrap:anywhere]">{names.join(', ')}</span>.
      </p>
      <Button size="sm" className="mt-2" refusal={refusal} isPending={allow.isPending} onClick={press}>
        {hasList ? 'Allow them too' : 'Allow only these'}
      </Button>
    </Notice>
  );
}
