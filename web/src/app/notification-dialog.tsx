import { useTranslation } from 'react-i18next'
import { useInstall } from '#/app/install'
import { useAddress } from '#/app/market-context'
import { show, turnOff, turnOn, useNotificationState } from '#/app/notifications'
import { Button } from '#/ui/button'
import { Dialog } from '#/ui/dialog'
import { Notice } from '#/ui/surface'

export default function NotificationDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslation('notices')
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('title')}
      closeLabel={t('close', { ns: 'common' })}
    >
      <ul className="list-disc space-y-1 pl-5 text-sm">
        <li>{t('consumer')}</li>
        <li>{t('provider')}</li>
      </ul>
      <div className="my-4 flex flex-col gap-3">
        <Switch />
      </div>
      <p className="text-sm text-muted">{t('alive')}</p>
      <InstallOffer />
    </Dialog>
  )
}

function Switch() {
  const { t } = useTranslation('notices')
  const state = useNotificationState()
  const address = useAddress()
  if (state === 'blocked' || state === 'unsupported') {
    return <Notice tone="busy">{t(`state.${state}`)}</Notice>
  }
  return (
    <>
      {state === 'on' && <Notice tone="good">{t('state.on')}</Notice>}
      {address === null && <Notice tone="info">{t('state.noWallet')}</Notice>}
      <div className="flex flex-wrap gap-2">
        {state === 'off' ? (
          <Button look="primary" onClick={() => void turnOn()}>
            {t('turnOn')}
          </Button>
        ) : (
          <>
            <Button onClick={turnOff}>{t('turnOff')}</Button>
            <Button
              look="quiet"
              onClick={() =>
                void show({
                  tag: 'carrot-try',
                  title: t('tryTitle'),
                  text: t('tryText'),
                  view: '/jobs',
                })
              }
            >
              {t('try')}
            </Button>
          </>
        )}
      </div>
    </>
  )
}

function InstallOffer() {
  const { t } = useTranslation('notices')
  const install = useInstall()
  if (!install) return null
  return (
    <section className="mt-4 flex items-center justify-between gap-4 border-t pt-4">
      <div>
        <h3 className="font-medium">{t('install.title')}</h3>
        <p className="text-sm text-muted">{t('install.text')}</p>
      </div>
      <Button onClick={() => void install()}>{t('install.button')}</Button>
    </section>
  )
}
