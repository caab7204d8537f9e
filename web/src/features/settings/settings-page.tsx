import { Outlet } from '@tanstack/react-router';
import { useMe } from '../../lib/me.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { TabLink, TabLinks } from '../../ui/tabs.tsx';

/** Who works here, which programs do, and how the workspace is set. */
export function SettingsPage() {
  const { workspace } = useMe();
  return (
    <>
      <PageHeader title="Settings" facts={`Of the workspace ${workspace.name}.`} />
      <TabLinks label="Parts of the settings" className="mb-6">
        <TabLink to="/settings/members">Members</TabLink>
        <TabLink to="/settings/tokens">API tokens</TabLink>
        <TabLink to="/settings/landing-hosts">Landing hosts</TabLink>
        <TabLink to="/settings/exchange-rates">Exchange rates</TabLink>
        <TabLink to="/settings/page-events">Page events</TabLink>
        <TabLink to="/settings/ip-data">IP data</TabLink>
        <TabLink to="/settings/workspace">Workspace</TabLink>
      </TabLinks>
      <Outlet />
    </>
  );
}
