import { Download } from 'lucide-react';
import { inWorkspace } from '../lib/workspace-choice.ts';
import { buttonClass } from './button.tsx';

interface DownloadLinkProps {
  /** Of the file; the browser saves it as it comes. */
  href: string;
  /** What is in the file, for whoever does not see what stands beside the button. */
  what: string;
}

/** Takes a list away as a file, with the filters that are set. */
export const DownloadLink = ({ href, what }: DownloadLinkProps) => (
  <a href={inWorkspace(href)} download className={buttonClass()}>
    <Download aria-hidden="true" className="size-4" strokeWidth={1.75} />
    Export<span className="sr-only"> {what} as CSV</span>
  </a>
);
