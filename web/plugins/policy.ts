// What the page may do, for hosts that send headers and, without the last line, for those that don't.
// `carrot up` sends the same (src/cli/web_page.cpp): scripts, styles and fonts from the page's own files
// alone; requests to any server by https and to this machine by http, because gateways and providers'
// workers are whoever the chain names; results in frames that the page makes itself.

const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  'media-src data: blob:',
  'frame-src blob:',
  "manifest-src 'self'",
  "worker-src 'self'",
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
]

/** For `<meta http-equiv>`, where the specification leaves frame-ancestors out (CSP 3, 6.4.2). */
export const META_POLICY = DIRECTIVES.join('; ')

export const HEADERS: Record<string, string> = {
  'Content-Security-Policy': `${META_POLICY}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

/** Of files with their content's hash in their names. */
export const ASSET_CACHING = 'public, max-age=31536000, immutable'
