import { type BuyerWithSecret, CreateBuyer, ProblemError } from '@alyson/schema';
import { useState } from 'react';
import { useIdempotencyKey } from '../../lib/idempotency-key.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useCreateBuyer } from './queries.ts';
import { SetupGuide } from './setup-guide.tsx';

interface AddBuyerDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

/** Makes a buyer, then shows its secret: the only time that can be. */
export function AddBuyerDialog({ isOpen, onClose }: AddBuyerDialogProps) {
  const [made, setMade] = useState<BuyerWithSecret | null>(null);
  const close = () => {
    onClose();
    setMade(null);
  };
  return made ? (
    <SecretDialog isOpen={isOpen} made={made} onClose={close} />
  ) : (
    <NameDialog isOpen={isOpen} onMade={setMade} onClose={close} />
  );
}

interface NameDialogProps {
  isOpen: boolean;
  onMade: (made: BuyerWithSecret) => void;
  onClose: () => void;
}

function NameDialog({ isOpen, onMade, onClose }: NameDialogProps) {
  const [name, setName] = useState('');
  const [error, setError] = useState<string | undefined>();
  const create = useCreateBuyer();
  const keyOf = useIdempotencyKey<string>();

  const submit = async () => {
    const parsed = CreateBuyer.safeParse({ name });
    if (!parsed.success) {
      setError('Enter the name that people know this buyer by.');
      return;
    }
    try {
      onMade(await create.mutateAsync({ name: parsed.data.name, idempotencyKey: keyOf(parsed.data.name) }));
      setName('');
      setError(undefined);
    } catch (failure) {
      if (!(failure instanceof ProblemError)) throw failure;
      setError(
        failure.code === 'name_taken'
          ? 'Another buyer has this name. Choose one that tells them apart.'
          : failure.message,
      );
    }
  };

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      title="Add buyer"
      description="A buyer gets an address of its own to report leads and revenue to, and a secret to sign them with."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="add-buyer" isPending={create.isPending}>
            Add buyer
          </Button>
        </>
      }
    >
      <form
        id="add-buyer"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field label="Name" error={error}>
          <Input autoFocus value={name} placeholder="HomeLight" onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}

function SecretDialog({
  isOpen,
  made: { buyer, secret },
  onClose,
}: {
  isOpen: boolean;
  made: BuyerWithSecret;
  onClose: () => void;
}) {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissible={false}
      size="lg"
      title={`${buyer.name} is added`}
      description="Give these two to the buyer, over a channel you trust."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept the secret
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        <div>
          <h3 className="mb-1.5 text-13 font-medium">Signing secret</h3>
          <CodeBlock code={secret} copyLabel="Copy secret" />
          <Notice tone="warning" className="mt-2">
            The secret is shown this once. Whoever has it can report leads and revenue in {buyer.name}'s name.
          </Notice>
        </div>
        <div>
          <h3 className="mb-1.5 text-13 font-medium">Webhook address</h3>
          <CodeBlock code={buyer.webhookUrl} copyLabel="Copy webhook address" />
        </div>
        <div>
          <h3 className="mb-1.5 text-13 font-medium">How to report</h3>
          <SetupGuide webhookUrl={buyer.webhookUrl} secret={secret} />
        </div>
      </div>
    </Dialog>
  );
}
