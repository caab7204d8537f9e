import { useState } from 'react';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Field } from '../src/ui/field.tsx';
import { NumberField } from '../src/ui/number-field.tsx';

function Weight({ start }: { start: number | null }) {
  const [value, setValue] = useState(start);
  return (
    <>
      <Field label="Weight">
        <NumberField value={value} onChange={setValue} decimals={2} min={0} max={100} unit="%" />
      </Field>
      <button type="button" onClick={() => setValue(50)}>
        Even split
      </button>
      <output>{value === null ? 'no number' : value}</output>
    </>
  );
}

test('given what is no share yet, then it stays as typed, and its value is none', async () => {
  const screen = await render(<Weight start={20} />);
  const field = screen.getByLabelText('Weight');
  await userEvent.fill(field, '33.333');
  await expect.element(field).toHaveValue('33.333');
  await expect.element(screen.getByRole('status')).toHaveTextContent('no number');
  await userEvent.fill(field, '33,30');
  await expect.element(field).toHaveValue('33,30');
  await expect.element(screen.getByRole('status')).toHaveTextContent('33.3');
});

test('given arrow keys, then the number steps, by ten with Shift, and stops at its bounds', async () => {
  const screen = await render(<Weight start={95.5} />);
  await userEvent.click(screen.getByLabelText('Weight'));
  await userEvent.keyboard('{ArrowUp}');
  await expect.element(screen.getByLabelText('Weight')).toHaveValue('96.5');
  await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}');
  await expect.element(screen.getByLabelText('Weight')).toHaveValue('100');
});

test('given a value set from outside, then it takes the place of what was typed', async () => {
  const screen = await render(<Weight start={20} />);
  await userEvent.fill(screen.getByLabelText('Weight'), 'half');
  await userEvent.click(screen.getByRole('button', { name: 'Even split' }));
  await expect.element(screen.getByLabelText('Weight')).toHaveValue('50');
});
