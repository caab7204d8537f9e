import { type AccountLink, ProblemError } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { wordsOf } from '../../ui/problem-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { accountLinkQuery } from './queries.ts';
import { WayIn } from './way-in.tsx';

interface LinkPageProps {
  kind: AccountLink['kind'];
  title: string;
  children: (link: AccountLink, secret: string) => ReactNode;
}

/** A page behind a one-time link: what the link is for, or why it no longer works. */
export function LinkPage({ kind, title, children }: LinkPageProps) {
  // What stands behind the `#` is sent to no server.
  const [secret] = useState(() => location.hash.slice(1));
  const { data: link, error, isPending } = useQuery(accountLinkQuery(secret));
  if (isPending)
    return (
      <WayIn title={title} note="Reading the link…">
        <Skeleton className="h-24 w-full" />
      </WayIn>
    );
  if (!link || link.kind !== kind)
    return (
      <WayIn title={title} note="This link leads nowhere.">
        <Notice tone="warning">{error && !isOver(error) ? wordsOf(error) : OVER}</Notice>
        <LinkButton to="/sign-in" search={{ next: '/' }} className="mt-4 w-full">
          Go to the sign-in
        </LinkButton>
      </WayIn>
    );
  return children(link, secret);
}

const OVER = 'It was used, was taken back, or has expired. Ask an admin of the workspace for another.';

const isOver = (error: Error): boolean =>
  error instanceof ProblemError && (error.code === 'link_invalid' || error.code === 'validation_failed');
