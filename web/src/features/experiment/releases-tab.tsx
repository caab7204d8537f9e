export function ReleasesTab() {
  return null;
}
