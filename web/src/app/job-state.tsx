import { useTranslation } from 'react-i18next'
import { type Job, wasReleased } from '#/market/types'
import { Badge, type Tone } from '#/ui/surface'

export type ShownState = 'open' | 'claimed' | 'running' | 'completed' | 'cancelled' | 'failed'

const TONES: Record<ShownState, Tone> = {
  open: 'info',
  claimed: 'busy',
  running: 'busy',
  completed: 'good',
  cancelled: 'plain',
  failed: 'bad',
}

/** `running`: the provider's worker has been heard to run it. */
export function shownState(job: Job, running = false): ShownState {
  if (job.status === 'claimed' && running) return 'running'
  if (wasReleased(job)) return 'failed'
  return job.status
}

export function JobState({ job, running }: { job: Job; running?: boolean }) {
  const { t } = useTranslation('jobs')
  const state = shownState(job, running)
  return <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
}
