import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Button } from '../src/ui/button.tsx';
import { TooltipProvider } from '../src/ui/tooltip.tsx';

test('given a refusal, then the button stays in reach of the keyboard, does nothing, and says why', async () => {
  const press = vi.fn();
  const screen = await render(
    <TooltipProvider>
      <Button refusal="Admins can do this." onClick={press}>
        Add buyer
      </Button>
    </TooltipProvider>,
  );
  const button = screen.getByRole('button', { name: 'Add buyer' });
  await userEvent.tab();
  await expect.element(button).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  expect(press).not.toHaveBeenCalled();
  await expect.element(button).toHaveAccessibleDescription('Admins can do this.');
});

test('given a press while at work, then it is not done twice', async () => {
  const press = vi.fn();
  const screen = await render(
    <Button isPending onClick={press}>
      Save draft
    </Button>,
  );
  await userEvent.click(screen.getByRole('button'), { force: true });
  expect(press).not.toHaveBeenCalled();
});
