// A host that only sends the files of a folder, as the plainest of web hosting does: no headers of the
// page's own, no rewriting of addresses.
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

export class StaticHost {
  private constructor(
    private readonly server: Server,
    /** ends with the prefix */
    readonly url: string,
  ) {}

  /** `prefix`: "/" or "/some/folder/". `port` 0 takes a free one. */
  static async start(
    folder: string,
    { prefix = '/', port = 0 }: { prefix?: string; port?: number } = {},
  ): Promise<StaticHost> {
    const server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://host')
      const inside = pathname.startsWith(prefix) ? normalize(pathname.slice(prefix.length)) : '..'
      const name = inside === '.' ? 'index.html' : inside
      const content = name.startsWith('..')
        ? null
        : await readFile(join(folder, name)).catch(() => null)
      response.statusCode = content === null ? 404 : 200
      response.setHeader('Content-Type', TYPES[extname(name)] ?? 'application/octet-stream')
      response.end(content ?? 'no such file')
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const { port: taken } = server.address() as AddressInfo
    return new StaticHost(server, `http://127.0.0.1:${taken}${prefix}`)
  }

  get port(): number {
    return Number(new URL(this.url).port)
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}
