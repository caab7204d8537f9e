import type { Link } from '@alyson/schema';
import { useState } from 'react';
import { linkAddressOf } from '../../../lib/link-address.ts';
import { useMe } from '../../../lib/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { savedText } from '../saved-text.ts';
import { useVerb } from '../waits-for-approval.ts';
import { useRemoveLink } from './queries.ts';

/** Asks before an address stops leading here. Render it while it is open. */
export function RemoveLinkDialog({ link, onClose }: { link: Link; onClose: () => void }) {
  const { id, version } = useCurrentExperiment();
  const { routerUrl } = useMe();
  const [base] = useState(version);
  const remove = useRemoveLink(id);
  const verb = useVerb('Remove the link');
  const send = () =>
    remove.mutate(
      { linkId: link.id, version: base },
      {
        onSuccess: (written) => {
          onClose();
          showToast(savedText(written, 'Link removed.'));
        },
      },
    );
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Remove the link"
      description="Whoever still follows it lands on the deployment's fallback page. Its clicks and their money stay."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isPending={remove.isPending} onClick={send}>
            {verb}
          </Button>
        </>
      }
    >
      {remove.error && (
        <Notice tone="negative" role="alert" className="mb-4">
          Not removed: {remove.error.message}
        </Notice>
      )}
      <p className="font-mono text-13 [overflow-wrap:anywhere]">{linkAddressOf(link, routerUrl)}</p>
    </Dialog>
  );
}
