import { useRef } from 'react';

/** One key per different input: the same input sent again after a lost answer makes nothing twice. */
export function useIdempotencyKey<Input>(): (input: Input) => string {
  const last = useRef({ body: '', key: '' });
  return (input) => {
    const body = JSON.stringify(input);
    if (last.current.body !== body) last.current = { body, key: crypto.randomUUID() };
    return last.current.key;
  };
}
