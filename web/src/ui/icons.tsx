// Line icons of our own, 20 × 20, in the colour of the text around them.
import type { ReactNode } from 'react'

const PATHS = {
  chip: (
    <>
      <rect x="5" y="5" width="10" height="10" rx="2" />
      <path d="M8 2.5V5m4-2.5V5M8 15v2.5m4-2.5v2.5M2.5 8H5m-2.5 4H5m10-4h2.5M15 12h2.5" />
    </>
  ),
  list: <path d="M7 5.5h10M7 10h10M7 14.5h10M3.5 5.5h.01M3.5 10h.01M3.5 14.5h.01" />,
  coins: (
    <>
      <ellipse cx="10" cy="5.5" rx="6" ry="2.5" />
      <path d="M4 5.5v9C4 15.9 6.7 17 10 17s6-1.1 6-2.5v-9M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5" />
    </>
  ),
  wallet: (
    <>
      <path d="M15.5 6.5v-2a1 1 0 0 0-1.2-1L4.6 5A2 2 0 0 0 3 7v7.5a2 2 0 0 0 2 2h10.5a1.5 1.5 0 0 0 1.5-1.5V8a1.5 1.5 0 0 0-1.5-1.5H4" />
      <path d="M13.5 11.5h.01" />
    </>
  ),
  sun: (
    <>
      <circle cx="10" cy="10" r="3.2" />
      <path d="M10 2.5v1.6m0 11.8v1.6M2.5 10h1.6m11.8 0h1.6M4.7 4.7l1.1 1.1m8.4 8.4 1.1 1.1m0-10.6-1.1 1.1m-8.4 8.4-1.1 1.1" />
    </>
  ),
  moon: <path d="M16.5 11.6A6.8 6.8 0 0 1 8.4 3.5a6.8 6.8 0 1 0 8.1 8.1Z" />,
  check: <path d="m4.5 10.5 3.5 3.5 7.5-8" />,
  copy: (
    <>
      <rect x="7" y="7" width="9.5" height="9.5" rx="2" />
      <path d="M13 4.5a1.5 1.5 0 0 0-1-1H5a1.5 1.5 0 0 0-1.5 1.5v7a1.5 1.5 0 0 0 1 1" />
    </>
  ),
  bell: (
    <path d="M5.5 8.5a4.5 4.5 0 0 1 9 0c0 4 1.5 5 1.5 5H4s1.500-1 1.500-5Zm3 7.500a1.600 1.600 0 0 0 3 0" />
  ),
  close: <path d="m5 5 10 10M15 5 5 15" />,
  download: <path d="M10 3v9.5m0 0 3.5-3.5M10 12.5 6.5 9M3.5 15.5v1h13v-1" />,
  warning: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="M10 6.5v4m0 3h.01" />
    </>
  ),
  info: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="M10 9.5v4m0-7h.01" />
    </>
  ),
  search: (
    <>
      <circle cx="9" cy="9" r="5.5" />
      <path d="m13.2 13.2 3.8 3.8" />
    </>
  ),
  plug: <path d="M7 3v4m6-4v4M5 7h10v2a5 5 0 0 1-10 0V7Zm5 7v3.5" />,
  file: (
    <>
      <path d="M5 4.5A1.5 1.5 0 0 1 6.5 3H11l4 4v8.5a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 5 15.5Z" />
      <path d="M11 3v4h4" />
    </>
  ),
  chevron: <path d="m5.5 8 4.5 4.5L14.5 8" />,
  globe: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M3 10h14M10 3c2 2 3 4.3 3 7s-1 5-3 7c-2-2-3-4.3-3-7s1-5 3-7Z" />
    </>
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof PATHS

export function Icon({ name, className = 'size-5' }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      className={`shrink-0 ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {PATHS[name]}
    </svg>
  )
}
