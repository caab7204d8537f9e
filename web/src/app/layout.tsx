import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { Menu as MenuIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { SessionLostDialog } from '../features/session/session-lost-dialog.tsx';
import { startLiveUpdates } from '../lib/live-updates.ts';
import { useMe } from '../lib/me.ts';
import { IconButton } from '../ui/button.tsx';
import { formatZone } from '../ui/format/instant.ts';
import { Toasts } from '../ui/toast.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { useNow } from '../ui/values/now.ts';
import { ZoneProvider } from '../ui/values/zone.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { LiveChip } from './live-chip.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { Rail } from './rail.tsx';
import { RailDrawer } from './rail-drawer.tsx';

/** What stands around every page of somebody signed in: the rail, the header, notices, and the stream of changes. */
export function Layout() {
  const { workspace } = useMe();
  const queryClient = useQueryClient();
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  useEffect(() => startLiveUpdates(queryClient, workspace.id), [queryClient, workspace.id]);

  return (
    <ZoneProvider value={workspace.timezone}>
      <a
        href="#main"
        className="sr-only z-50 rounded-control bg-ink px-3 py-2 text-14 font-medium text-on-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <div className="lg:pl-[216px]">
        <aside className="fixed inset-y-0 left-0 z-20 hidden w-[216px] overflow-y-auto border-r bg-canvas lg:block">
          <Rail />
        </aside>
        <RailDrawer isOpen={isMenuOpen} onOpenChange={setIsMenuOpen} />
        <header className="sticky top-0 z-10 flex h-13 items-center gap-3 border-b bg-canvas px-4 sm:px-6 lg:px-8">
          <IconButton label="Menu" icon={MenuIcon} className="-ml-2 lg:hidden" onClick={() => setIsMenuOpen(true)} />
          <div className="lg:hidden">
            <Brand />
          </div>
          <p className="hidden truncate text-13 text-muted lg:block">{workspace.name}</p>
          <div className="ml-auto flex min-w-0 items-center gap-4">
            <LiveChip />
            <ZoneChip timezone={workspace.timezone} />
            <AccountMenu />
          </div>
        </header>
        <OfflineBanner />
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto max-w-[1344px] px-4 pt-6 pb-16 outline-none sm:px-6 lg:px-8 max-sm:has-[[data-bottom-bar]]:pb-28"
        >
          <PageAnnouncer />
          <Outlet />
        </main>
      </div>
      <Toasts />
      <SessionLostDialog />
    </ZoneProvider>
  );
}

/** Which timezone all times are in. */
function ZoneChip({ timezone }: { timezone: string }) {
  const now = useNow();
  return (
    <Tooltip text={`Every time is shown in ${timezone.replaceAll('_', ' ')}.`}>
      <span className="hidden rounded-chip border px-1.5 py-0.5 text-12 text-muted sm:block">
        {formatZone(timezone, now)}
      </span>
    </Tooltip>
  );
}

/** Tells a screen reader that another page has come: nothing else does when no document is loaded. */
function PageAnnouncer() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const [title, setTitle] = useState('');
  useEffect(() => {
    if (!path) return;
    // The new page sets its title while it renders.
    const timer = setTimeout(() => setTitle(document.title), 100);
    return () => clearTimeout(timer);
  }, [path]);
  return (
    <p role="status" className="sr-only">
      {title}
    </p>
  );
}
