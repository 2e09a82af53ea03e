/** public/icon.svg as part of the page: as a picture it would be a document of its own, to be parsed and laid out. */
export function Logo({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 64 64" className={className} aria-hidden="true">
      <rect width="64" height="64" rx="14" fill="#1c1a17" />
      <path d="M38 24c5 5 3 10-3 16L17 53c-3 2-8-3-6-6l13-18c6-8 9-10 14-5Z" fill="#f4711f" />
      <path d="M27 31l5 5M20 39l4 4" stroke="#c2500b" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M38 25c-1-8 3-13 9-15 1 5-1 9-5 13 5-3 10-3 14 1-4 5-10 6-17 2Z" fill="#4fa352" />
    </svg>
  )
}
