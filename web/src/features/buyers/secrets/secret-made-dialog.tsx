import type { BuyerSecret } from '@alyson/schema';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ShownOnce } from '../../../ui/shown-once.tsx';
import { describeScheme } from './secret-words.ts';

export interface MadeSecret {
  secret: BuyerSecret;
  value: string;
}

/** A new secret's value, in the only moment in which it can be read. */
export function SecretMadeDialog({ made: { secret, value }, onClose }: { made: MadeSecret; onClose: () => void }) {
  const isPublic = value.startsWith('whpk_');
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      isDismissible={false}
      title="It counts from now on"
      description={describeScheme(secret.scheme)}
      footer={
        <Button variant="primary" onClick={onClose}>
          {isPublic ? 'Done' : 'I have kept the secret'}
        </Button>
      }
    >
      {isPublic ? (
        <p className="text-14 text-muted">The buyer signs with the private half of its key, which nobody else has.</p>
      ) : (
        <ShownOnce label="Secret" code={value}>
          It is shown this once. Give it to the buyer over a channel you trust: whoever has it can report in its name.
        </ShownOnce>
      )}
    </Dialog>
  );
}
