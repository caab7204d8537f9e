import type { QueryClient } from '@tanstack/react-query';

/**
 * Marks queries as stale, each key at most once per wait, however many changes come. A key that is being read while a
 * change arrives is marked again afterwards, because that reading may have missed it.
 */
export function createInvalidator(queryClient: QueryClient) {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();

  const invalidate = (queryKey: readonly unknown[], waitMs: number): void => {
    const id = JSON.stringify(queryKey);
    if (waiting.has(id)) return;
    waiting.set(
      id,
      setTimeout(() => {
        waiting.delete(id);
        const isBeingRead = queryClient.isFetching({ queryKey }) > 0;
        void queryClient.invalidateQueries({ queryKey }, { cancelRefetch: false });
        if (isBeingRead) invalidate(queryKey, waitMs);
      }, waitMs),
    );
  };

  const stop = (): void => {
    for (const timer of waiting.values()) clearTimeout(timer);
    waiting.clear();
  };
  return { invalidate, stop };
}
