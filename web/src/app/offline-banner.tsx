import { WifiOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

/** Says that this device is offline; what was read stays to be read. */
export function OfflineBanner() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status">
      {!isOnline && (
        <p className="flex items-center justify-center gap-2 border-b bg-warning-ground px-4 py-2 text-13 text-warning">
          <WifiOff aria-hidden="true" className="size-4" />
          You are offline. What is shown is the last that was read; changes wait until you are back.
        </p>
      )}
    </div>
  );
}
