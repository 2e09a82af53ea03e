import { describe, expect, it } from 'vitest'
import { findPitfalls, mendPitfalls } from '#/market/python-text'

describe('a script', () => {
  it('that was typed has no pitfalls', () => {
    const code = 'def f(x):\n    return "a" + x\n\n# it’s fine in a remark\nprint(f("b"))\n'
    expect(findPitfalls(code)).toEqual([])
    expect(mendPitfalls(code)).toBe(code)
  })

  it('from a web page gets its spaces back, and loses what nobody sees', () => {
    const code = '\ufeffif x:\n\u00a0\u00a0\u00a0\u00a0pr\u200bint(1)'
    expect(findPitfalls(code)).toEqual(['spaces'])
    expect(mendPitfalls(code)).toBe('if x:\n    print(1)')
  })

  it('from a word processor gets straight quotes, but for those in its texts', () => {
    const code = 'print(“hello”)\nprint(‘you’)\nprint("“quoted”")'
    expect(findPitfalls(code)).toEqual(['quotes'])
    expect(mendPitfalls(code)).toBe('print("hello")\nprint(\'you\')\nprint("“quoted”")')
  })

  it('that mixes tabs and spaces gets spaces; one of tabs alone stays', () => {
    const mixed = 'if x:\n\tprint(1)\n    print(2)'
    expect(findPitfalls(mixed)).toEqual(['tabs'])
    expect(mendPitfalls(mixed)).toBe('if x:\n    print(1)\n    print(2)')
    expect(findPitfalls('if x:\n\tprint(1)\n\tprint(2)')).toEqual([])
  })
})
