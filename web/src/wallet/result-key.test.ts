import { Keypair } from '@stellar/stellar-sdk'
import { describe, expect, it } from 'vitest'
import { deriveResultKey, resultKeyMessage } from '#/wallet/result-key'
import type { Wallet } from '#/wallet/wallet'

const TESTNET = 'Test SDF Network ; September 2015'
const key = Keypair.fromSecret('SAKICEVQLYWGSOJS4WW7HZJWAHZVEEBS527LHK5V4MLJALYKICQCJXMW')

/** A wallet that puts `prefix` before what it signs. */
function walletOf(prefix: string): Wallet {
  return {
    kind: 'demo',
    address: key.publicKey(),
    signTransaction: () => Promise.reject(new Error('not asked')),
    async signMessage(text) {
      const bytes = new TextEncoder().encode(prefix + text)
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
      return btoa(String.fromCharCode(...key.sign(digest as never)))
    },
  }
}

describe('the key of private results', () => {
  it('is the one that the command line derives (tests/market/result_key_test.cpp)', async () => {
    const { identity, recipient } = await deriveResultKey(
      walletOf('Stellar Signed Message:\n'),
      TESTNET,
    )
    expect(recipient).toBe('age13cqx3s5rw92gah8hymvpn30cmvc0g2tnrwxw036selryau9v5g8snqauu9')
    expect(identity).toMatch(/^AGE-SECRET-KEY-1[A-Z0-9]{58}$/)
  })

  it('is not made from a signature of something else, which would be another key', async () => {
    await expect(deriveResultKey(walletOf(''), TESTNET)).rejects.toThrow('SEP-53')
  })

  it('comes from a message that says what it is for', () => {
    const message = resultKeyMessage('GABC', TESTNET)
    for (const part of ['private results', 'moves no money', 'at Carrot only', 'GABC', TESTNET])
      expect(message).toContain(part)
  })
})
