import { describe, expect, it } from 'vitest'
import { german } from '#/texts/de/german'
import { english } from '#/texts/texts'

type Tree = { [key: string]: string | Tree }

function flatten(tree: Tree, path = ''): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') texts.set(path + key, value)
    else for (const [inner, text] of flatten(value, `${path}${key}.`)) texts.set(inner, text)
  }
  return texts
}

const placeholders = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort()

describe('the texts', () => {
  const inEnglish = flatten(english)
  const inGerman = flatten(german)

  it('are all there in both languages', () => {
    expect([...inGerman.keys()].sort()).toEqual([...inEnglish.keys()].sort())
  })

  it('have the same placeholders and are never empty', () => {
    for (const [key, text] of inEnglish) {
      expect(text, key).not.toBe('')
      expect(placeholders(inGerman.get(key) ?? ''), key).toEqual(placeholders(text))
    }
  })
})
