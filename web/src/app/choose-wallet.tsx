import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { WalletDialog } from '#/app/wallet-dialog'
import { Button } from '#/ui/button'

/** The way on where a view needs a wallet. */
export function ChooseWallet() {
  const { t } = useTranslation('wallet')
  const [choosing, setChoosing] = useState(false)
  return (
    <>
      <Button look="primary" onClick={() => setChoosing(true)}>
        {t('chooseOne')}
      </Button>
      <WalletDialog open={choosing} onOpenChange={setChoosing} />
    </>
  )
}
