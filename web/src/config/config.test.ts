import { describe, expect, it } from 'vitest'
import { ConfigError, isHttpUrl, readConfig } from '#/config/config'

const good = {
  network: { name: 'local', passphrase: 'p', rpcUrl: 'http://127.0.0.1:8000/rpc' },
  contracts: { gpuRegistry: `C${'A'.repeat(55)}`, jobMarketplace: `C${'B'.repeat(55)}` },
  gateways: ['http://127.0.0.1:8081'],
}

describe("the page's configuration", () => {
  it('is taken when it is whole', () => {
    expect(readConfig(good)).toEqual(good)
  })

  it('names every mistake at once', () => {
    const read = () => readConfig({ network: { rpcUrl: 'javascript:0' }, gateways: [] })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(/passphrase.*rpcUrl.*gpuRegistry.*jobMarketplace.*gateways/)
  })

  it('takes no URL that is not http', () => {
    expect(isHttpUrl('https://a.example')).toBe(true)
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'ipfs://x', '', null]) {
      expect(isHttpUrl(url)).toBe(false)
    }
  })
})
