import type { ReactNode } from 'react';

/** A part of a drawer, under its own heading. */
export const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h3 className="mb-2.5 text-15 font-semibold">{title}</h3>
    {children}
  </section>
);
