export function RentPage() {
  return null
}
