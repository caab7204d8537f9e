import { ArrowUp } from 'lucide-react';
import { Button } from './button.tsx';
import { formatCount } from './format/count.ts';

interface NewRowsButtonProps {
  count: number;
  onShow: () => void;
}

/** Newer rows wait behind this, so that nothing moves under the pointer. */
export function NewRowsButton({ count, onShow }: NewRowsButtonProps) {
  return (
    <div role="status" className="empty:hidden">
      {count > 0 && (
        <div className="border-b bg-canvas p-2 text-center">
          <Button size="sm" icon={ArrowUp} onClick={onShow}>
            {formatCount(count)} new
          </Button>
        </div>
      )}
    </div>
  );
}
