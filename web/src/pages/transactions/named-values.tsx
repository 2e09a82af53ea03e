import { Address } from '#/app/address'
import { Xlm } from '#/app/xlm'
import type { Named } from '#/chain/transaction'

/** What a contract calls its amounts of XLM. */
const IS_AMOUNT = /(^|_)(amount|price)(_|$)/

/** A call's arguments or an event's values. They may be anything, and are shown as text. */
export function NamedValues({ values }: { values: readonly Named[] }) {
  return (
    <dl className="grid gap-x-6 text-sm sm:gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)]">
      {values.map(({ name, value }, index) => (
        <div key={index} className="contents">
          <dt className="mt-2 font-mono text-muted sm:mt-0">{name || index + 1}</dt>
          <dd className="min-w-0">
            <Value name={name} value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ name, value }: Named) {
  if (typeof value === 'bigint' && IS_AMOUNT.test(name)) return <Xlm stroops={value} />
  if (typeof value === 'string' && /^[GC][A-Z2-7]{55}$/.test(value))
    return <Address address={value} />
  const text = textOf(value)
  if (text.length < 80) return <span className="font-mono break-all">{text}</span>
  return (
    <pre
      tabIndex={0}
      className="max-h-60 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs break-all whitespace-pre-wrap"
    >
      {text}
    </pre>
  )
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array)
    return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (typeof value === 'object' && value !== null)
    return JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'bigint' ? String(inner) : inner,
    )
  return String(value)
}
