import { describe, expect, it } from 'vitest'
import {
  EMPTY_FORM,
  findMistakes,
  isImageReference,
  type JobForm,
  paymentOf,
  specOf,
  splitArgs,
} from '#/market/job-form'

const CID = 'bafybeiccha5p45f4m4jwpupyocfrhtkyr76ypdtsuhz6dhuabwpncavbyq'
const script = (changes: Partial<JobForm> = {}): JobForm => ({
  ...EMPTY_FORM,
  title: 'Mandelbrot',
  code: 'print(1)',
  ...changes,
})

describe('the form for a job', () => {
  it('has no mistakes when it is whole', () => {
    expect(findMistakes(script(), 10n, 10n ** 10n)).toEqual({})
  })

  it('names every mistake at once', () => {
    const form: JobForm = {
      ...EMPTY_FORM,
      hours: '0.5',
      inputs: [
        { cid: 'nonsense', path: 'a' },
        { cid: CID, path: '../a' },
      ],
    }
    expect(findMistakes(form, 10n, 0n)).toEqual({
      title: 'titleMissing',
      code: 'codeMissing',
      hours: 'hoursInvalid',
      'inputs.0.cid': 'cidInvalid',
      'inputs.1.path': 'pathInvalid',
    })
  })

  it('takes a script that is too long by its CID', () => {
    const code = 'x = 1\n'.repeat(2000)
    expect(findMistakes(script({ code }), 10n)).toEqual({ code: 'tooLong' })
    expect(findMistakes(script({ code, codeCid: CID }), 10n)).toEqual({})
    expect(findMistakes(script({ codeCid: 'x' }), 10n)).toEqual({ codeCid: 'cidInvalid' })
  })

  it('asks for the payment, the reserve and the fees', () => {
    const form = script({ hours: '3' })
    expect(paymentOf(form, 20_000_000n)).toBe(60_000_000n)
    expect(findMistakes(form, 20_000_000n, 74_999_999n)).toEqual({ balance: 'balance' })
    expect(findMistakes(form, 20_000_000n, 75_000_000n)).toEqual({})
    expect(findMistakes(form, 20_000_000n, null)).toEqual({ balance: 'balance' })
  })

  it('refuses two inputs of one name', () => {
    const inputs = [
      { cid: CID, path: 'a' },
      { cid: CID, path: 'a' },
    ]
    expect(findMistakes(script({ inputs }), 1n)).toEqual({
      'inputs.1.path': 'inputTwice',
    })
  })

  it('writes what the protocol describes', () => {
    expect(specOf(script())).toEqual({
      type: 'python-script',
      description: 'Mandelbrot',
      code: 'print(1)',
    })
    const container = script({ kind: 'container', image: ' alpine:3 ', args: "sh -c 'echo hi'" })
    expect(specOf(container)).toEqual({
      type: 'docker-image',
      description: 'Mandelbrot',
      image: 'alpine:3',
      args: ['sh', '-c', 'echo hi'],
    })
  })

  it('splits arguments as a shell does', () => {
    expect(splitArgs(String.raw`a "b \"c\"" d\ e 'f "g"' h'i'j`)).toEqual([
      'a',
      'b "c"',
      'd e',
      'f "g"',
      'hij',
    ])
    expect(splitArgs('   ')).toEqual([])
  })

  it('knows image references by the OCI grammar', () => {
    const digest = `sha256:${'a'.repeat(64)}`
    for (const good of [
      'alpine',
      'a/b/c:1',
      'ghcr.io/x/y:v1.2',
      'localhost:5000/x',
      `x@${digest}`,
    ]) {
      expect(isImageReference(good), good).toBe(true)
    }
    for (const bad of ['', 'Alpine', 'a b', 'x@sha256:1', 'x:', '-x', 'a//b', 'x;rm -rf', '$(x)']) {
      expect(isImageReference(bad), bad).toBe(false)
    }
  })
})
