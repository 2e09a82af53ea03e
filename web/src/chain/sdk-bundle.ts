// What the page uses of the SDK, and the contracts' generated clients: one chunk.
export {
  Account,
  Address,
  Keypair,
  Operation,
  StrKey,
  scValToNative,
  TransactionBuilder,
} from '@stellar/stellar-sdk/base'
export { Server } from '@stellar/stellar-sdk/rpc'
export { Client as GpuRegistry } from '#/chain/bindings/gpu_registry/client'
export { Client as JobMarketplace } from '#/chain/bindings/job_marketplace/client'
