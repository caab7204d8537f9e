import type { PostbackMethod } from '@alyson/schema';
import { useDeferredValue } from 'react';
import { usePostbackPreview } from './queries.ts';

/** What would be sent of a made-up sale, or what is wrong with the address: as it is typed. */
export function PostbackPreview({ url, method }: { url: string; method: PostbackMethod }) {
  const { data, error } = usePostbackPreview(useDeferredValue(url), method);
  if (url.trim() === '') return null;
  return (
    <div aria-live="polite" className="rounded-control bg-sunken px-3 py-2 text-13">
      <p className="mb-1 font-medium">{error ? 'Not yet' : 'Of a made-up sale'}</p>
      {error ? (
        <p className="text-negative">The address {error.message}.</p>
      ) : (
        <code className="font-mono text-12 text-muted [overflow-wrap:anywhere]">
          {data ? `${method} ${data.url}` : '…'}
          {data?.form && (
            <>
              <br />
              {data.form}
            </>
          )}
        </code>
      )}
    </div>
  );
}
