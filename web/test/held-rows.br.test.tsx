import { useState } from 'react';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { useHeldRows } from '../src/ui/held-rows.ts';

/** Buttons bring what a stream or an address would. */
function List() {
  const [ids, setIds] = useState<string[]>([]);
  const [filter, setFilter] = useState('all');
  const { shown, waiting, showAll } = useHeldRows(
    ids.map((id) => ({ id })),
    filter,
  );
  return (
    <>
      <button type="button" onClick={() => setIds((old) => [String(old.length + 1), ...old])}>
        Arrive
      </button>
      <button type="button" onClick={showAll}>
        Show new
      </button>
      <button type="button" onClick={() => setFilter('other')}>
        Filter
      </button>
      <output>
        {shown.map((row) => row.id).join(' ')} / {waiting} waiting
      </output>
    </>
  );
}

test('given rows that arrive at the top, then those shown stay still until the new ones are asked for', async () => {
  const screen = await render(<List />);
  const output = screen.getByRole('status');
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

  await press('Arrive');
  await expect.element(output).toHaveTextContent('1 / 0 waiting');
  await press('Arrive');
  await press('Arrive');
  await expect.element(output).toHaveTextContent('1 / 2 waiting');
  await press('Show new');
  await expect.element(output).toHaveTextContent('3 2 1 / 0 waiting');
  await press('Arrive');
  await press('Filter');
  await expect.element(output).toHaveTextContent('4 3 2 1 / 0 waiting');
});
