import { useTranslation } from 'react-i18next'
import { useErrorText } from '#/app/error-text'
import { useWallet } from '#/app/market-context'
import { TransactionLink } from '#/app/transaction-link'
import type { CallState } from '#/app/use-call'
import { Button, Spinner } from '#/ui/button'
import { Icon } from '#/ui/icons'
import { Notice } from '#/ui/surface'
import type { WalletState } from '#/wallet/wallet-store'

const STEPS = ['simulating', 'signing', 'sending', 'confirming', 'confirmed'] as const

/** The way of a call, step by step; or what went wrong. Nothing while none is made. */
export function CallProgress({ state }: { state: CallState }) {
  const { t } = useTranslation()
  const errorText = useErrorText()
  if (state.step === 'idle') return null
  if (state.step === 'failed')
    return (
      <Notice tone="bad">
        {errorText(state.error)}
        {state.error.hash && (
          <>
            {' '}
            <ToTransaction hash={state.error.hash} />
          </>
        )}
      </Notice>
    )
  // What is asked for first happens in few calls, and is no step of the others.
  const steps = state.step === 'asking' ? (['asking', ...STEPS] as const) : STEPS
  const at = (steps as readonly string[]).indexOf(state.step)
  return (
    <ol aria-live="polite" className="flex flex-col gap-2 text-sm">
      {steps.map((step, index) => {
        if (index > at) return <Step key={step} mark={<Waiting />} text={t(`call.${step}`)} dim />
        const done = index < at || step === 'confirmed'
        const ledger = state.step === 'confirmed' ? state.ledger : ''
        const text = step === 'confirmed' ? t('call.confirmedIn', { ledger }) : t(`call.${step}`)
        return (
          <Step key={step} mark={done ? <Done /> : <Spinner />} text={text}>
            {index === at && <Patience state={state} />}
          </Step>
        )
      })}
      {'hash' in state && (
        <li className="pl-7.5">
          <ToTransaction hash={state.hash} />
        </li>
      )}
    </ol>
  )
}

/** What is waited for where that may take long, and the way out. */
function Patience({ state }: { state: CallState }) {
  const { t } = useTranslation()
  const wallet = useWallet()
  if (!('giveUp' in state)) return null
  if ('unanswered' in state ? !state.unanswered : isDemo(wallet)) return null
  return (
    <span className="mt-0.5 flex flex-col items-start gap-1.5 text-muted">
      {'unanswered' in state ? t('call.unanswered') : t('call.walletHint')}
      <Button size="small" onClick={state.giveUp}>
        {t('call.giveUp')}
      </Button>
    </span>
  )
}

const isDemo = (state: WalletState) => state.status === 'connected' && state.wallet.kind === 'demo'

function Step({
  mark,
  text,
  dim = false,
  children,
}: {
  mark: React.ReactNode
  text: string
  dim?: boolean
  children?: React.ReactNode
}) {
  return (
    <li className={`flex gap-2.5 ${dim ? 'text-muted' : ''}`}>
      <span className="grid size-5 shrink-0 place-items-center">{mark}</span>
      <span>
        {text}
        {children}
      </span>
    </li>
  )
}

const Done = () => <Icon name="check" className="size-5 text-good" />
const Waiting = () => <span className="size-1.5 rounded-full bg-line-strong" />

function ToTransaction({ hash }: { hash: string }) {
  const { t } = useTranslation()
  return (
    <TransactionLink hash={hash}>
      {t('call.transaction', { hash: `${hash.slice(0, 8)}…` })}
    </TransactionLink>
  )
}
