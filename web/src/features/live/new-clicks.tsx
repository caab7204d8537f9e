import { ArrowUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';

const ANNOUNCED_EVERY_MS = 10_000;

interface NewClicksProps {
  waiting: number;
  isAtLeast: boolean;
  onShow: () => void;
}

/** Clicks that came while the rows were held: a button to show them, and a word to a screen reader every ten seconds. */
export function NewClicks({ waiting, isAtLeast, onShow }: NewClicksProps) {
  return (
    <>
      {waiting > 0 && (
        <Button size="sm" icon={ArrowUp} onClick={onShow}>
          {formatCount(waiting)}
          {isAtLeast && '+'} new
        </Button>
      )}
      <Announcement waiting={waiting} />
    </>
  );
}

function Announcement({ waiting }: { waiting: number }) {
  const newest = useRef(waiting);
  const [said, setSaid] = useState('');
  useEffect(() => {
    newest.current = waiting;
  }, [waiting]);
  useEffect(() => {
    const timer = setInterval(
      () => setSaid(newest.current > 0 ? `${formatCountOf(newest.current, 'new click')}` : ''),
      ANNOUNCED_EVERY_MS,
    );
    return () => clearInterval(timer);
  }, []);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
