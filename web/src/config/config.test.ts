import { describe, expect, it } from 'vitest'
import { ConfigError, explorerUrl, isHttpUrl, readConfig } from '#/config/config'

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

  it("leads to a transaction at the network's explorer, where there is one", () => {
    const at = (transactionUrl: string) =>
      readConfig({ ...good, network: { ...good.network, transactionUrl } })
    const hash = 'ab'.repeat(32)
    const expert = at('https://stellar.expert/explorer/testnet/tx/{hash}')
    expect(explorerUrl(expert, hash)).toBe(`https://stellar.expert/explorer/testnet/tx/${hash}`)
    expect(explorerUrl(at('https://x.example/?tx={hash}#{hash}'), 'a/b$&')).toBe(
      'https://x.example/?tx=a%2Fb%24%26#a%2Fb%24%26',
    )
    expect(explorerUrl(readConfig(good), hash)).toBeNull()
  })

  it('refuses an explorer that is none', () => {
    for (const url of ['javascript:alert("{hash}")', 'https://stellar.expert/tx/', '{hash}']) {
      const network = { ...good.network, transactionUrl: url }
      expect(() => readConfig({ ...good, network }), url).toThrow('transactionUrl')
    }
  })

  it('takes no URL that is not http', () => {
    expect(isHttpUrl('https://a.example')).toBe(true)
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'ipfs://x', '', null]) {
      expect(isHttpUrl(url)).toBe(false)
    }
  })
})
