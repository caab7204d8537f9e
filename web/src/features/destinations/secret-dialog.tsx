import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';

/** A signing secret in the only moment in which it can be read. */
export function SecretDialog({ title, secret, onClose }: { title: string; secret: string; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      isDismissible={false}
      title={title}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept the secret
        </Button>
      }
    >
      <h3 className="mb-1.5 text-13 font-medium">Signing secret</h3>
      <CodeBlock code={secret} copyLabel="Copy secret" />
      <Notice tone="warning" className="mt-2">
        It is shown this once. Check every message with it; a library for your language is at standardwebhooks.com.
      </Notice>
    </Dialog>
  );
}
