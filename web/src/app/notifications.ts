// Whether the person wants notifications and the browser allows them, and how one is shown.
import { useSyncExternalStore } from 'react'
import type { NoticeData } from '#/background/messages'
import { fileUrl, viewUrl } from '#/config/place'

export type NotificationState =
  /** this browser has none, or not at this address: plain http, an iPhone's tab */
  | 'unsupported'
  /** the person has told the browser to refuse */
  | 'blocked'
  | 'off'
  | 'on'

export interface Notice {
  /** one notice of each is shown, however many tabs know of it */
  tag: string
  title: string
  text: string
  view: string
}

const KEY = 'carrot.notifications'
const listeners = new Set<() => void>()

export function notificationState(): NotificationState {
  if (!('Notification' in window) || !('serviceWorker' in navigator)) return 'unsupported'
  if (Notification.permission === 'denied') return 'blocked'
  return Notification.permission === 'granted' && localStorage.getItem(KEY) === 'on' ? 'on' : 'off'
}

export function useNotificationState(): NotificationState {
  return useSyncExternalStore(subscribe, notificationState)
}

/** Asks the person, the first time. To be called from a click: browsers demand one. */
export async function turnOn(): Promise<void> {
  if (Notification.permission === 'default') await Notification.requestPermission()
  if (Notification.permission === 'granted') localStorage.setItem(KEY, 'on')
  tellListeners()
}

export function turnOff(): void {
  localStorage.removeItem(KEY)
  tellListeners()
}

/** By the service worker, because phones show no others; a click on it opens its view. */
export async function show({ tag, title, text, view }: Notice): Promise<void> {
  const registration = await navigator.serviceWorker.ready
  const data: NoticeData = { view, url: viewUrl(view) }
  await registration.showNotification(title, {
    body: text,
    tag,
    data,
    icon: fileUrl('icons/192.png'),
    badge: fileUrl('icons/badge-96.png'),
  })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  const stop = new AbortController()
  // The person may change it in the browser's own settings, or in another tab.
  addEventListener('storage', listener, { signal: stop.signal })
  navigator.permissions
    ?.query({ name: 'notifications' })
    .then((permission) => permission.addEventListener('change', listener, { signal: stop.signal }))
    .catch(() => undefined)
  return () => {
    listeners.delete(listener)
    stop.abort()
  }
}

function tellListeners(): void {
  for (const listener of listeners) listener()
}
