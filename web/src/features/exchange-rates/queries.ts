import type { SetExchangeRates } from '@alyson/schema';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

export const useCurrencyPairs = () =>
  useQuery({ queryKey: keys.currencyPairs, queryFn: ({ signal }) => api.listCurrencyPairs({ signal }) });

export function useSetExchangeRates() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: SetExchangeRates) => api.setExchangeRates({ body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.currencyPairs }),
  });
}
