import type { SegmentSourceWithSecret } from '@alyson/schema';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';

/** A source's secret in the only moment in which it can be read, with what to enter in Segment. */
export function SecretDialog({
  made: { source, secret },
  onClose,
}: {
  made: SegmentSourceWithSecret;
  onClose: () => void;
}) {
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      isDismissible={false}
      size="lg"
      title={`Connect Segment to ${source.name}`}
      description="In Segment, add the destination “Webhooks (Actions)” to the source that watches the landing pages, and enter these."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept the secret
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        <div>
          <h3 className="mb-1.5 text-13 font-medium">Shared secret</h3>
          <CodeBlock code={secret} copyLabel="Copy shared secret" />
          <Notice tone="warning" className="mt-2">
            The secret is shown this once. Whoever has it can report page events.
          </Notice>
        </div>
        <div>
          <h3 className="mb-1.5 text-13 font-medium">URL</h3>
          <CodeBlock code={source.webhookUrl} copyLabel="Copy webhook address" />
        </div>
        <div>
          <h3 className="mb-1.5 text-13 font-medium">Settings in Segment</h3>
          <ol className="ml-4 flex list-decimal flex-col gap-1.5 text-14 text-pretty">
            <li>Method POST, data: the whole event. Send page and track events; others mean nothing here.</li>
            <li>
              Turn on “Use X-Segment-Signature Header”. With the older X-Signature header, set the batch size to 0:
              Segment then signs a batch's first event alone, and such batches are refused.
            </li>
            <li>
              Landing pages must send the click's <code className="font-mono text-13">utm_content</code> with each
              event, best as a property of that name: Segment finds it by itself only in the address of the page.
            </li>
          </ol>
        </div>
      </div>
    </Dialog>
  );
}
