import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#/ui/button'
import { Notice } from '#/ui/surface'

let isThere = false
const listeners = new Set<() => void>()

/** The host has a newer build than this page. */
export function announceNewBuild(): void {
  isThere = true
  for (const listener of listeners) listener()
}

/** The person chooses when: what is typed would be lost by a reload. */
export function UpdateNotice() {
  const { t } = useTranslation('notices')
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isThere,
  )
  if (!shown) return null
  return (
    <Notice tone="info">
      <div className="flex flex-wrap items-center justify-between gap-2">
        {t('update.text')}
        <Button size="small" onClick={() => location.reload()}>
          {t('update.button')}
        </Button>
      </div>
    </Notice>
  )
}
