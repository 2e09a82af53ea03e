// The files by which static hosts are told the page's headers, and that views are index.html.
import type { Plugin, ResolvedConfig } from 'vite'
import { ASSET_CACHING, HEADERS, META_POLICY } from './policy.ts'

/** A path without a dot in its last segment is a view. */
export const VIEWS = '/((?!.*\\.[^/]*$).*)'

export const vercel = {
  framework: null,
  rewrites: [{ source: VIEWS, destination: '/index.html' }],
  headers: [
    {
      source: '/(.*)',
      headers: Object.entries(HEADERS).map(([key, value]) => ({ key, value })),
    },
    { source: '/assets/(.*)', headers: [{ key: 'Cache-Control', value: ASSET_CACHING }] },
  ],
}

/** Netlify's and Cloudflare Pages' form. */
const headersFile = `/*
${Object.entries(HEADERS)
  .map(([key, value]) => `  ${key}: ${value}`)
  .join('\n')}
/assets/*
  Cache-Control: ${ASSET_CACHING}
`

/** Theirs too, and that of IPFS's gateways that serve a site at the root of a host. */
const redirectsFile = '/* /index.html 200\n'

export function hosting(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'carrot-hosting',
    apply: 'build',
    configResolved(resolved) {
      config = resolved
    },
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: META_POLICY },
        injectTo: 'head-prepend',
      },
      // Nothing is drawn before it is known which market this is: it comes beside the scripts.
      {
        tag: 'link',
        attrs: {
          rel: 'preload',
          href: `${config.base}carrot.json`,
          as: 'fetch',
          crossorigin: 'anonymous',
        },
        injectTo: 'head',
      },
    ],
    generateBundle() {
      const files = {
        'vercel.json': `${JSON.stringify(vercel, null, 2)}\n`,
        _headers: headersFile,
        _redirects: redirectsFile,
      }
      for (const [fileName, source] of Object.entries(files))
        this.emitFile({ type: 'asset', fileName, source })
    },
  }
}
