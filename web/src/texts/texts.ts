// Every text of the page, in English and German. English comes with the page, others when chosen.
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import common from '#/texts/en/common.json'
import errors from '#/texts/en/errors.json'
import gpus from '#/texts/en/gpus.json'
import jobs from '#/texts/en/jobs.json'
import notices from '#/texts/en/notices.json'
import provide from '#/texts/en/provide.json'
import rent from '#/texts/en/rent.json'
import transactions from '#/texts/en/transactions.json'
import wallet from '#/texts/en/wallet.json'

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

export const english = { common, errors, gpus, jobs, notices, provide, rent, transactions, wallet }

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: typeof english
  }
}

const KEY = 'carrot.language'

function preferred(): Language {
  const chosen = localStorage.getItem(KEY) ?? navigator.language.slice(0, 2)
  return chosen === 'de' ? 'de' : 'en'
}

/** For numbers and dates: the browser's own variety of the language ("en-GB"), where it has one. */
export function localeOf(language: string): string {
  return navigator.languages.find((known) => known.split('-')[0] === language) ?? language
}

async function load(language: Language): Promise<void> {
  if (language === 'en' || i18next.hasResourceBundle(language, 'common')) return
  const { german } = await import('#/texts/de/german')
  for (const [namespace, texts] of Object.entries(german)) {
    i18next.addResourceBundle(language, namespace, texts)
  }
}

async function show(language: Language): Promise<void> {
  await load(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'common',
    resources: { en: english },
    interpolation: { escapeValue: false },
  })
  await show(preferred())
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language)
  await show(language)
}
