import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#/ui/icons'

export function shortAddress(address: string): string {
  return address.length > 14 ? `${address.slice(0, 6)}…${address.slice(-4)}` : address
}

/** A shortened address that can be copied whole. */
export function Address({ address }: { address: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(address)
    setCopied(true)
  }
  return (
    <span className="inline-flex items-center gap-0.5">
      <span className="font-mono text-sm" title={address}>
        {shortAddress(address)}
      </span>
      <button
        type="button"
        onClick={copy}
        onBlur={() => setCopied(false)}
        aria-label={copied ? t('copied') : t('copy', { what: t('address') })}
        className="-my-0.5 -mr-1 grid size-6 place-items-center rounded text-muted hover:bg-sunken hover:text-ink"
      >
        {copied ? (
          <Icon name="check" className="size-4" />
        ) : (
          <Icon name="copy" className="size-4" />
        )}
      </button>
    </span>
  )
}
