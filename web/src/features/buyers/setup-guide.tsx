import { useState } from 'react';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { nodeExample, SECRET_PLACEHOLDER, shellExample } from './signing-examples.ts';

interface SetupGuideProps {
  webhookUrl: string;
  /** Known only right after the buyer was made. */
  secret?: string;
}

/** What a buyer needs to report: the address, what to send, and how to sign it. */
export function SetupGuide({ webhookUrl, secret = SECRET_PLACEHOLDER }: SetupGuideProps) {
  const [language, setLanguage] = useState<'shell' | 'node'>('shell');
  const target = { webhookUrl, secret };
  return (
    <div className="flex flex-col gap-4">
      <p className="text-14 text-muted">
        Reports are signed as{' '}
        <a
          className="rounded-sm text-info underline underline-offset-3"
          href="https://www.standardwebhooks.com/"
          rel="noreferrer"
          target="_blank"
        >
          Standard Webhooks
        </a>
        . A lead carries its <code className="font-mono text-13">utm_content</code> exactly as the landing page received
        it; a sale adds <code className="font-mono text-13">amount</code> and{' '}
        <code className="font-mono text-13">currency</code>; an adjustment or a reversal names its sale in{' '}
        <code className="font-mono text-13">refers_to</code>. The same{' '}
        <code className="font-mono text-13">event_id</code> twice counts once.
      </p>
      <Tabs
        label="Language of the example"
        value={language}
        onChange={setLanguage}
        tabs={[
          {
            value: 'shell',
            label: 'curl',
            content: <CodeBlock code={shellExample(target)} copyLabel="Copy curl example" />,
          },
          {
            value: 'node',
            label: 'Node.js',
            content: <CodeBlock code={nodeExample(target)} copyLabel="Copy Node.js example" />,
          },
        ]}
      />
    </div>
  );
}
