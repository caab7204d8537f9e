import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

export const useIpData = () => useQuery({ queryKey: keys.ipData, queryFn: ({ signal }) => api.getIpData({ signal }) });

/** A question that a person asks; its answer is not kept. */
export const useLookUpAddress = () =>
  useMutation({ mutationFn: (address: string) => api.lookUpAddress({ params: { address } }) });
