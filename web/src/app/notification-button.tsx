import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNotificationState } from '#/app/notifications'
import { Icon } from '#/ui/icons'

const NotificationDialog = lazy(() => import('#/app/notification-dialog'))

export function NotificationButton() {
  const { t } = useTranslation('notices')
  const state = useNotificationState()
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState(false)
  return (
    <>
      <button
        type="button"
        aria-label={t('button')}
        onClick={() => {
          setAsked(true)
          setOpen(true)
        }}
        className="relative rounded-lg p-2 text-muted hover:bg-sunken hover:text-ink"
      >
        <Icon name="bell" />
        {state === 'on' && (
          <span
            aria-hidden
            className="absolute top-1.5 right-1.5 size-2 rounded-full bg-accent ring-2 ring-page"
          />
        )}
      </button>
      {asked && (
        <Suspense>
          <NotificationDialog open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  )
}
