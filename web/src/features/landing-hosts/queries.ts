import type { LandingHosts } from '@alyson/schema';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

export const useLandingHosts = () =>
  useQuery({ queryKey: keys.landingHosts, queryFn: ({ signal }) => api.listLandingHosts({ signal }) });

const useWrite = <Input>(write: (input: Input) => Promise<LandingHosts>) => {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: (hosts) => queryClient.setQueryData(keys.landingHosts, hosts),
  });
};

export const useAllowLandingHosts = () =>
  useWrite((hosts: readonly string[]) => api.allowLandingHosts({ body: { hosts: [...hosts] } }));

export const useRemoveLandingHost = () => useWrite((host: string) => api.removeLandingHost({ params: { host } }));
