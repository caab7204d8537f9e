import type { DecisionStep } from '@alyson/schema';
import { clsx } from 'clsx';
import { ArrowRight, Check, type LucideIcon, Minus } from 'lucide-react';
import { type LetterOf, type StepText, stepText } from '../lib/step-text.ts';

const MARKS: Readonly<Record<StepText['tone'], { icon: LucideIcon; className: string }>> = {
  taken: { icon: Check, className: 'text-positive' },
  passed: { icon: Minus, className: 'text-subtle' },
  neutral: { icon: ArrowRight, className: 'text-muted' },
};

/** A decision from its first step to its last, each as a sentence. */
export function DecisionSteps({ steps, letterOf }: { steps: readonly DecisionStep[]; letterOf: LetterOf }) {
  const texts = steps.map((step) => stepText(step, letterOf));
  return (
    <ol className="flex flex-col gap-2">
      {texts.map(({ text, tone }, place) => {
        const { icon: Icon, className } = MARKS[tone];
        const isLast = place === texts.length - 1;
        return (
          <li key={text} className="flex items-start gap-2.5 text-14">
            <Icon aria-hidden="true" className={clsx('mt-0.5 size-4 shrink-0', className)} />
            <span
              className={clsx(
                'min-w-0 [overflow-wrap:anywhere]',
                tone === 'passed' && 'text-muted',
                isLast && 'font-medium',
              )}
            >
              {text}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
