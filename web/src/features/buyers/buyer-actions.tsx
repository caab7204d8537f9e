import type { Buyer } from '@alyson/schema';
import { Archive, ArchiveRestore, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useRefusal } from '../../lib/me.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RenameDialog } from '../../ui/rename-dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useArchiveBuyer, useRenameBuyer } from './queries.ts';

/** What can be done with a buyer itself: another name, and out of sight or back. */
export function BuyerActions({ buyer }: { buyer: Buyer }) {
  const [open, setOpen] = useState<'rename' | 'archive' | null>(null);
  const refusal = useRefusal('buyer:admin');
  const bringBack = useArchiveBuyer(buyer.id);
  const close = () => setOpen(null);
  return (
    <>
      <Button icon={Pencil} refusal={refusal} onClick={() => setOpen('rename')}>
        Rename
      </Button>
      {buyer.archivedAt === null ? (
        <Button icon={Archive} refusal={refusal} onClick={() => setOpen('archive')}>
          Archive
        </Button>
      ) : (
        <Button
          icon={ArchiveRestore}
          refusal={refusal}
          isPending={bringBack.isPending}
          onClick={() =>
            bringBack.mutate('unarchive', {
              onSuccess: () => showToast(`${buyer.name} is back in the list.`),
              onError: (error) => showToast(`Not brought back: ${error.message}`, { tone: 'failed' }),
            })
          }
        >
          Bring back
        </Button>
      )}
      {open === 'rename' && <Rename buyer={buyer} onClose={close} />}
      {open === 'archive' && <ArchiveDialog buyer={buyer} onClose={close} />}
    </>
  );
}

interface PartProps {
  buyer: Buyer;
  onClose: () => void;
}

function Rename({ buyer, onClose }: PartProps) {
  const rename = useRenameBuyer(buyer.id);
  return (
    <RenameDialog
      what="buyer"
      name={buyer.name}
      maxLength={120}
      error={rename.error?.message}
      isPending={rename.isPending}
      onSave={(name) => rename.mutate({ name, version: buyer.version }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function ArchiveDialog({ buyer, onClose }: PartProps) {
  const archive = useArchiveBuyer(buyer.id);
  const onSuccess = () => {
    onClose();
    showToast(`${buyer.name} is archived.`);
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Archive ${buyer.name}`}
      description="It leaves the list. What it reports all the same is taken and counted, and it can be brought back."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isPending={archive.isPending}
            onClick={() => archive.mutate('archive', { onSuccess })}
          >
            Archive the buyer
          </Button>
        </>
      }
    >
      {archive.error && (
        <Notice tone="negative" role="alert">
          Not archived: {archive.error.message}
        </Notice>
      )}
    </Dialog>
  );
}
