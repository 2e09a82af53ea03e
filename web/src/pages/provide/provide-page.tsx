export function ProvidePage() {
  return null
}
