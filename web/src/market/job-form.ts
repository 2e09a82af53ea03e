// The form for posting a job: what it holds, and every mistake in it.
import { CID } from 'multiformats/cid'
import { STROOPS_PER_XLM } from '#/market/amount'
import {
  byteLength,
  DESCRIPTION_LIMIT_BYTES,
  type JobInput,
  type JobSpec,
  type Private,
  writeDescription,
} from '#/market/job-description'

export const MAX_HOURS = 720
const TITLE_LIMIT = 120
const RECIPIENT_BYTES = 'age1'.length + 58

/** What the network keeps in every account, and some for fees. */
export const KEPT_BACK = (STROOPS_PER_XLM * 3n) / 2n

export interface JobForm {
  kind: 'python' | 'container'
  title: string
  code: string
  /** instead of the code, when it is too long for the chain */
  codeCid: string
  image: string
  args: string
  inputs: JobInput[]
  hours: string
  /** only the consumer can read the result */
  isPrivate: boolean
}

export const EMPTY_FORM: JobForm = {
  kind: 'python',
  title: '',
  code: '',
  codeCid: '',
  image: '',
  args: '',
  inputs: [],
  hours: '1',
  isPrivate: false,
}

/** Keys of the texts under "rent.mistakes"; `inputs.N.cid` and `inputs.N.path` for the Nth input. */
export type Mistake =
  | 'titleMissing'
  | 'codeMissing'
  | 'cidInvalid'
  | 'imageMissing'
  | 'imageInvalid'
  | 'tooLong'
  | 'hoursInvalid'
  | 'pathInvalid'
  | 'inputTwice'
  | 'balance'

export type Mistakes = Partial<Record<string, Mistake>>

/** The payment in stroops; null while the hours are no number. */
export function paymentOf(form: JobForm, pricePerHour: bigint): bigint | null {
  const hours = readHours(form.hours)
  return hours === null ? null : pricePerHour * BigInt(hours)
}

export function readHours(text: string): number | null {
  const hours = Number(text)
  return Number.isInteger(hours) && hours >= 1 && hours <= MAX_HOURS ? hours : null
}

/** `recipient`: of a private job, "age1…". */
export function specOf(form: JobForm, recipient?: string): JobSpec & Private {
  return { ...workOf(form), ...(recipient ? { encryptTo: recipient } : {}) }
}

function workOf(form: JobForm): JobSpec {
  const inputs = form.inputs.length > 0 ? { inputs: form.inputs } : {}
  const description = form.title.trim()
  if (form.kind === 'container') {
    const args = splitArgs(form.args)
    return {
      type: 'docker-image',
      description,
      image: form.image.trim(),
      ...(args.length > 0 ? { args } : {}),
      ...inputs,
    }
  }
  const script = form.codeCid ? { codeCid: form.codeCid.trim() } : { code: form.code }
  return { type: 'python-script', description, ...script, ...inputs }
}

/** As a shell splits words, without a shell: quotes and backslashes keep spaces. */
export function splitArgs(text: string): string[] {
  const words = text.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? []
  return words.map((word) =>
    word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) => {
      if (single !== undefined) return single
      return double !== undefined ? double.replace(/\\(["\\$`])/g, '$1') : escaped
    }),
  )
}

export function descriptionBytes(form: JobForm): number {
  const recipient = form.isPrivate ? 'x'.repeat(RECIPIENT_BYTES) : undefined
  return byteLength(writeDescription(specOf(form, recipient)))
}

/** `balance`: in stroops; undefined while it is not known. */
export function findMistakes(
  form: JobForm,
  pricePerHour: bigint,
  balance?: bigint | null,
): Mistakes {
  const mistakes: Mistakes = {
    ...(form.kind === 'python' ? scriptMistakes(form) : imageMistakes(form)),
    ...inputMistakes(form.inputs),
  }
  if (form.title.trim() === '' || form.title.length > TITLE_LIMIT) mistakes.title = 'titleMissing'
  if (descriptionBytes(form) > DESCRIPTION_LIMIT_BYTES) {
    mistakes[form.kind === 'python' ? 'code' : 'args'] = 'tooLong'
  }
  const payment = paymentOf(form, pricePerHour)
  if (payment === null) mistakes.hours = 'hoursInvalid'
  else if (balance !== undefined && (balance ?? 0n) < payment + KEPT_BACK)
    mistakes.balance = 'balance'
  return mistakes
}

function scriptMistakes(form: JobForm): Mistakes {
  if (form.codeCid !== '') return isCid(form.codeCid.trim()) ? {} : { codeCid: 'cidInvalid' }
  return form.code.trim() === '' ? { code: 'codeMissing' } : {}
}

function imageMistakes(form: JobForm): Mistakes {
  const image = form.image.trim()
  if (image === '') return { image: 'imageMissing' }
  return isImageReference(image) ? {} : { image: 'imageInvalid' }
}

function inputMistakes(inputs: readonly JobInput[]): Mistakes {
  const mistakes: Mistakes = {}
  const paths = new Set<string>()
  inputs.forEach((input, index) => {
    if (!isCid(input.cid.trim())) mistakes[`inputs.${index}.cid`] = 'cidInvalid'
    if (!isInputPath(input.path)) mistakes[`inputs.${index}.path`] = 'pathInvalid'
    else if (paths.has(input.path)) mistakes[`inputs.${index}.path`] = 'inputTwice'
    paths.add(input.path)
  })
  return mistakes
}

export function isCid(text: string): boolean {
  try {
    CID.parse(text)
    return true
  } catch {
    return false
  }
}

/** A relative path below /inputs. */
function isInputPath(path: string): boolean {
  return (
    /^[^/\0]+(?:\/[^/\0]+)*$/.test(path) &&
    !path.split('/').some((name) => name === '.' || name === '..')
  )
}

// The OCI distribution specification's grammar: [domain[:port]/]name[/name…][:tag][@digest].
const DOMAIN_PART = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?'
const DOMAIN = `(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*(?::[0-9]+)?/)?`
const NAME_PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const REFERENCE = new RegExp(
  `^${DOMAIN}${NAME_PART}(?:/${NAME_PART})*(?::\\w[\\w.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$`,
)

export function isImageReference(text: string): boolean {
  return text.length <= 255 && REFERENCE.test(text)
}
