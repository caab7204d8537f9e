import { ArrowUp } from 'lucide-react';
import { Button } from './button.tsx';
import { formatCount } from './format/count.ts';

interface NewRowsButtonProps {
  count: number;
  onShow: () => void;
}

/** Newer rows wait behind this. It lies over the head of the list, so that nothing moves under the pointer when it comes. */
export function NewRowsButton({ count, onShow }: NewRowsButtonProps) {
  return (
    <div role="status" className="relative z-2 h-0 empty:hidden">
      {count > 0 && (
        <div className="absolute inset-x-0 top-1 flex justify-center">
          <Button size="sm" icon={ArrowUp} className="shadow-float" onClick={onShow}>
            {formatCount(count)} new
          </Button>
        </div>
      )}
    </div>
  );
}
