import { CodeBlock } from './code-block.tsx';
import { Notice } from './notice.tsx';

interface ShownOnceProps {
  label: string;
  code: string;
  /** What whoever has it can do. */
  children: string;
}

/** A secret in the only moment in which it can be read. */
export function ShownOnce({ label, code, children }: ShownOnceProps) {
  return (
    <div>
      <h3 className="mb-1.5 text-13 font-medium">{label}</h3>
      <CodeBlock code={code} copyLabel={`Copy ${label.toLowerCase()}`} />
      <Notice tone="warning" className="mt-2">
        {children}
      </Notice>
    </div>
  );
}
