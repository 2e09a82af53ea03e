import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Time } from '#/app/time'
import { type Job, wasReleased } from '#/market/types'
import { Icon } from '#/ui/icons'
import { Card } from '#/ui/surface'

interface Step {
  name: 'posted' | 'claimed' | 'completed' | 'cancelled' | 'failed'
  at: number | null
  reached: boolean
}

function stepsOf(job: Job): Step[] {
  const ended = job.status === 'completed' || job.status === 'cancelled'
  const end = wasReleased(job) ? 'failed' : job.status === 'cancelled' ? 'cancelled' : 'completed'
  return [
    { name: 'posted', at: job.createdAt, reached: true },
    // A job that was taken back before anybody had claimed it never comes to this.
    ...(ended && job.claimedAt === null
      ? []
      : [{ name: 'claimed', at: job.claimedAt, reached: job.claimedAt !== null } as const]),
    { name: end, at: job.completedAt, reached: ended },
  ]
}

/** How far a job is; `children` is what can be done about it. */
export function JobSteps({ job, children }: { job: Job; children?: ReactNode }) {
  const { t } = useTranslation('jobs')
  const steps = stepsOf(job)
  const newest = steps.findLastIndex(({ reached }) => reached)
  return (
    <Card className="overflow-hidden">
      <ol aria-label={t('steps')} className="flex flex-col gap-2 p-4 sm:flex-row sm:gap-0">
        {steps.map((step, index) => (
          <li
            key={step.name}
            aria-current={index === newest ? 'step' : undefined}
            className="flex gap-3 not-last:flex-1 sm:flex-col sm:gap-2"
          >
            <span className="flex items-center max-sm:pt-0.5" aria-hidden>
              <Mark step={step} current={index === newest} />
              {index < steps.length - 1 && (
                <span
                  className={`mx-2 hidden h-0.5 flex-1 rounded-full sm:block ${steps[index + 1]?.reached ? 'bg-ink' : 'bg-line'}`}
                />
              )}
            </span>
            <span className="flex flex-1 justify-between gap-3 sm:block">
              <span className={`block text-sm font-medium ${step.reached ? '' : 'text-muted'}`}>
                {t(`stepNames.${step.name}`)}
              </span>
              <span className="block text-xs leading-5 text-muted">
                {step.at !== null && <Time at={step.at} />}
              </span>
            </span>
          </li>
        ))}
      </ol>
      {children && <div className="border-t px-4 py-3 empty:hidden">{children}</div>}
    </Card>
  )
}

function Mark({ step, current }: { step: Step; current: boolean }) {
  if (!step.reached) return <span className="size-5 rounded-full border-2" />
  if (step.name === 'completed') {
    return (
      <span className="grid size-5 place-items-center rounded-full bg-good text-page">
        <Icon name="check" className="size-3.5" />
      </span>
    )
  }
  if (step.name === 'failed' || step.name === 'cancelled') {
    return (
      <span
        className={`grid size-5 place-items-center rounded-full text-page ${step.name === 'failed' ? 'bg-bad' : 'bg-muted'}`}
      >
        <Icon name="close" className="size-3" />
      </span>
    )
  }
  return (
    <span
      className={`grid size-5 place-items-center rounded-full ${current ? 'bg-busy-soft text-busy' : 'bg-ink text-page'}`}
    >
      {current ? (
        <span className="size-2 animate-pulse rounded-full bg-current" />
      ) : (
        <Icon name="check" className="size-3.5" />
      )}
    </span>
  )
}
