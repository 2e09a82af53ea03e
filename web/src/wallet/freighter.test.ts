import * as freighter from '@stellar/freighter-api'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openFreighter } from '#/wallet/freighter'

// Without an extension its API answers nothing: here is what it says when the person has changed something
// between connecting and signing. e2e/support/freighter.ts speaks the extension's own messages.
vi.mock('@stellar/freighter-api')

const NETWORK = 'Test SDF Network ; September 2015'
const says = vi.mocked(freighter)

function wallet() {
  return openFreighter(false).then((opened) => opened.wallet)
}

describe('Freighter, asked to sign', () => {
  beforeEach(() => {
    vi.resetAllMocks()
    says.isConnected.mockResolvedValue({ isConnected: true })
    says.isAllowed.mockResolvedValue({ isAllowed: true })
    says.getAddress.mockResolvedValue({ address: 'GOWN' })
    says.getNetworkDetails.mockResolvedValue({
      network: 'TESTNET',
      networkUrl: '',
      networkPassphrase: NETWORK,
    })
    says.signMessage.mockResolvedValue({ signedMessage: 'c2ln', signerAddress: 'GOWN' })
  })

  it('gives the signature of the account that is connected', async () => {
    expect(await (await wallet()).signMessage('text', NETWORK)).toBe('c2ln')
    const options = { networkPassphrase: NETWORK, address: 'GOWN' }
    expect(says.signMessage).toHaveBeenCalledWith('text', options)
  })

  it('is not asked while it is on another account', async () => {
    const own = await wallet()
    says.getAddress.mockResolvedValue({ address: 'GOTHER' })
    for (const asked of [own.signMessage('text', NETWORK), own.signTransaction('AAAA', NETWORK)])
      await expect(asked).rejects.toMatchObject({ trouble: 'otherAccount' })
    expect(says.signMessage).not.toHaveBeenCalled()
    expect(says.signTransaction).not.toHaveBeenCalled()
  })

  it('is not asked while it is on another network', async () => {
    const asked = (await wallet()).signMessage('text', 'Public Global Stellar Network')
    await expect(asked).rejects.toMatchObject({ trouble: 'otherNetwork' })
    expect(says.signMessage).not.toHaveBeenCalled()
  })

  it('is not believed when another account has signed', async () => {
    says.signMessage.mockResolvedValue({ signedMessage: 'c2ln', signerAddress: 'GOTHER' })
    says.signTransaction.mockResolvedValue({ signedTxXdr: 'AAAA', signerAddress: 'GOTHER' })
    const own = await wallet()
    for (const asked of [own.signMessage('text', NETWORK), own.signTransaction('AAAA', NETWORK)])
      await expect(asked).rejects.toMatchObject({ trouble: 'otherAccount' })
  })

  it('says when it is locked, and when the person declines', async () => {
    const own = await wallet()
    const error = { code: -4, message: 'The user rejected this request.' }
    says.signMessage.mockResolvedValue({ signedMessage: null, signerAddress: '', error })
    await expect(own.signMessage('text', NETWORK)).rejects.toMatchObject({ trouble: 'rejected' })
    says.getAddress.mockResolvedValue({ address: '' })
    await expect(own.signMessage('text', NETWORK)).rejects.toMatchObject({ trouble: 'locked' })
  })
})
