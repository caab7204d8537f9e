import { Outlet } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header.tsx';
import { TabLink, TabLinks } from '../../ui/tabs.tsx';

/** Moving from TUNE, in its three steps: import, compare in shadow, move link by link. */
export function TunePage() {
  return (
    <>
      <PageHeader
        title="Moving from TUNE"
        facts="Import ad groups as drafts, compare their splits on TUNE's own clicks, then move link by link. Each step has a way back."
      />
      <TabLinks label="Steps" className="mb-6">
        <TabLink to="/tune" activeOptions={{ exact: true }}>
          Import
        </TabLink>
        <TabLink to="/tune/parity">Compare</TabLink>
        <TabLink to="/tune/cut-over">Move links</TabLink>
      </TabLinks>
      <Outlet />
    </>
  );
}
