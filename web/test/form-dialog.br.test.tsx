import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Field } from '../src/ui/field.tsx';
import { FormDialog } from '../src/ui/form-dialog.tsx';
import { Input } from '../src/ui/input.tsx';
import { TooltipProvider } from '../src/ui/tooltip.tsx';

test('given a dialog that a form of the page opened, when Enter is pressed in it, then it is sent and the page is not', async () => {
  const [ofPage, ofDialog] = [vi.fn(), vi.fn()];
  await render(
    <TooltipProvider>
      <form onSubmit={ofPage}>
        <FormDialog title="Add a host" verb="Add the host" onSubmit={ofDialog} onClose={vi.fn()}>
          <Field label="Host">
            <Input autoFocus />
          </Field>
        </FormDialog>
      </form>
    </TooltipProvider>,
  );
  await page.getByLabelText('Host').fill('go.brand.com');
  await userEvent.keyboard('{Enter}');
  expect(ofDialog).toHaveBeenCalledTimes(1);
  await page.getByRole('button', { name: 'Add the host' }).click();
  expect(ofDialog).toHaveBeenCalledTimes(2);
  expect(ofPage).not.toHaveBeenCalled();
});
