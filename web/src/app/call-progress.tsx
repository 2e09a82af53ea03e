import { useTranslation } from 'react-i18next'
import { useErrorText } from '#/app/error-text'
import { TransactionLink } from '#/app/transaction-link'
import type { CallState } from '#/app/use-call'
import { Spinner } from '#/ui/button'
import { Icon } from '#/ui/icons'
import { Notice } from '#/ui/surface'

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
  const at = STEPS.indexOf(state.step)
  return (
    <ol aria-live="polite" className="flex flex-col gap-2 text-sm">
      {STEPS.map((step, index) => {
        if (index > at) return <Step key={step} mark={<Waiting />} text={t(`call.${step}`)} dim />
        const done = index < at || step === 'confirmed'
        const ledger = state.step === 'confirmed' ? state.ledger : ''
        const text = step === 'confirmed' ? t('call.confirmedIn', { ledger }) : t(`call.${step}`)
        return <Step key={step} mark={done ? <Done /> : <Spinner />} text={text} />
      })}
      {'hash' in state && (
        <li className="pl-7.5">
          <ToTransaction hash={state.hash} />
        </li>
      )}
    </ol>
  )
}

function Step({ mark, text, dim = false }: { mark: React.ReactNode; text: string; dim?: boolean }) {
  return (
    <li className={`flex items-center gap-2.5 ${dim ? 'text-muted' : ''}`}>
      <span className="grid size-5 place-items-center">{mark}</span>
      {text}
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
