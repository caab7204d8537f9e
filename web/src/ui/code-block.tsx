import { CopyButton } from './copy-button.tsx';

interface CodeBlockProps {
  code: string;
  /** What is copied: "Copy shell example". */
  copyLabel: string;
}

/** A text to be copied whole: a command, a key, an address. */
export function CodeBlock({ code, copyLabel }: CodeBlockProps) {
  const isLong = code.includes('\n');
  return (
    <div className="relative rounded-control bg-sunken">
      <pre
        {...(isLong && { tabIndex: 0 })}
        className={`overflow-x-auto p-3 pointer-coarse:min-h-13 font-mono text-13 ${isLong ? 'pr-24 whitespace-pre' : 'pr-24 whitespace-pre-wrap [overflow-wrap:anywhere]'}`}
      >
        {code}
      </pre>
      <div className="absolute top-1.5 right-1.5">
        <CopyButton text={code} label={copyLabel} />
      </div>
    </div>
  );
}
