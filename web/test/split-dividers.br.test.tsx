import { useState } from 'react';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { SplitDividers } from '../src/features/experiment/split/split-dividers.tsx';
import { entriesOf, sharesOf } from '../src/features/experiment/split/split-edit.ts';

const agents = ['A', 'B', 'C'].map((letter) => ({ id: letter, letter }));

function Editor() {
  const [entries, setEntries] = useState(() =>
    entriesOf(new Map(agents.map(({ id }, i) => [id, [5000, 3000, 2000][i] ?? 0]))),
  );
  return (
    <div style={{ width: 1000 }}>
      <SplitDividers agents={agents} entries={entries} onChange={setEntries} isReadOnly={false} />
      <output>{sharesOf(entries).join(' ')}</output>
    </div>
  );
}

test('given arrow keys on a divider, then its neighbours trade half a point, with Shift five, and nobody else moves', async () => {
  const screen = await render(<Editor />);
  const divider = screen.getByRole('slider', { name: 'Between A and B' });
  await userEvent.tab();
  await expect.element(divider).toHaveFocus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(screen.getByRole('status')).toHaveTextContent('5050 2950 2000');
  await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
  await expect.element(screen.getByRole('status')).toHaveTextContent('4550 3450 2000');
  await expect.element(divider).toHaveAttribute('aria-valuetext', 'A 45.5%, B 34.5%');
});

test('given a divider that is pushed past its neighbour, then it stops there', async () => {
  const screen = await render(<Editor />);
  await userEvent.tab();
  await userEvent.tab();
  await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{/Shift}');
  await expect.element(screen.getByRole('status')).toHaveTextContent('5000 5000 0');
});
