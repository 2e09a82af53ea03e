// The worker that this tab drives: kept as long as the tab, sent to nobody else.
import { useSyncExternalStore } from 'react'
import { isHttpUrl } from '#/config/config'
import type { Pairing } from '#/worker/client'

const KEY = 'carrot.pairing'
const listeners = new Set<() => void>()
let known: { text: string | null; pairing: Pairing | null } = { text: null, pairing: null }

function read(): Pairing | null {
  const text = sessionStorage.getItem(KEY)
  if (text !== known.text) known = { text, pairing: parse(text) }
  return known.pairing
}

function parse(text: string | null): Pairing | null {
  try {
    const pairing = JSON.parse(text ?? 'null') as Partial<Pairing> | null
    if (pairing && isHttpUrl(pairing.url) && typeof pairing.token === 'string')
      return pairing as Pairing
  } catch {
    sessionStorage.removeItem(KEY)
  }
  return null
}

export function savePairing(pairing: Pairing | null): void {
  if (pairing) sessionStorage.setItem(KEY, JSON.stringify(pairing))
  else sessionStorage.removeItem(KEY)
  for (const listener of listeners) listener()
}

export function usePairing(): Pairing | null {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, read)
}
