export function SplitTab() {
  return null;
}
