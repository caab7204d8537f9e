import { createContext, useContext } from 'react';

/** The workspace's reporting timezone: every time on every page obeys it. */
const Zone = createContext('UTC');
export const ZoneProvider = Zone.Provider;
export const useZone = (): string => useContext(Zone);
