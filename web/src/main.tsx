import './lib/zod-jitless.ts';
import './styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createPanelRouter } from './app/routes.tsx';
import { createQueryClient } from './lib/query-client.ts';
import { startTheme } from './lib/theme.ts';
import { TooltipProvider } from './ui/tooltip.tsx';

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no #root');

startTheme();
const queryClient = createQueryClient();
const router = createPanelRouter(queryClient);

createRoot(element).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router} />
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
);
