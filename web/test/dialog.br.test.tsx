import { useState } from 'react';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Menu, MenuItem } from '../src/ui/menu.tsx';
import { RenameDialog } from '../src/ui/rename-dialog.tsx';
import { TooltipProvider } from '../src/ui/tooltip.tsx';

function Page() {
  const [isOpen, setIsOpen] = useState(false);
  const open = () => setIsOpen(true);
  return (
    <TooltipProvider>
      <button type="button" onClick={open}>
        Rename
      </button>
      <Menu trigger={<button type="button">Manage</button>}>
        <MenuItem onSelect={open}>Another name</MenuItem>
      </Menu>
      {isOpen && (
        <RenameDialog
          what="buyer"
          name="HomeLight"
          maxLength={120}
          error={undefined}
          isPending={false}
          onSave={() => {}}
          onClose={() => setIsOpen(false)}
        />
      )}
    </TooltipProvider>
  );
}

test('given a dialog opened and left by keyboard, then the focus is back on what opened it', async () => {
  const screen = await render(<Page />);
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByLabelText('Name')).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByRole('button', { name: 'Rename' })).toHaveFocus();
});

test('given it was opened from a menu, which is gone by then, then the focus is on the button of the menu', async () => {
  const screen = await render(<Page />);
  await userEvent.tab();
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('dialog')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByRole('button', { name: 'Manage' })).toHaveFocus();
});

test('given no name, then it says what is missing at its field', async () => {
  const screen = await render(<Page />);
  await userEvent.click(screen.getByRole('button', { name: 'Rename', exact: true }));
  await userEvent.fill(screen.getByLabelText('Name'), '  ');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByLabelText('Name')).toHaveAccessibleDescription('Name is missing.');
});
