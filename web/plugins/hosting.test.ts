import { describe, expect, it } from 'vitest'
import { VIEWS, vercel } from './hosting.ts'

describe('hosting', () => {
  it('rewrites views, and no file that is missing', () => {
    const views = new RegExp(`^${VIEWS}$`)
    for (const path of ['/', '/jobs', '/jobs/17', '/provide/earnings']) expect(path).toMatch(views)
    for (const path of ['/carrot.json', '/assets/old-1a2b.js', '/sw.js'])
      expect(path).not.toMatch(views)
  })

  it('sends the policy with every path', () => {
    const [all] = vercel.headers
    expect(all?.source).toBe('/(.*)')
    const policy = all?.headers.find(({ key }) => key === 'Content-Security-Policy')?.value
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
  })
})
