// Generates the contracts' TypeScript bindings from their wasm, with the Stellar SDK's own generator.
// usage: node scripts/bindings.mjs FOLDER_OF_WASM
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const wasmFolder = process.argv[2] ?? process.env.CARROT_CONTRACTS
if (!wasmFolder) {
  console.error(
    'usage: node scripts/bindings.mjs FOLDER_OF_WASM (build/dev/contracts after ./dev build)',
  )
  process.exit(2)
}
const root = fileURLToPath(new URL('..', import.meta.url))
const generator = join(root, 'node_modules/@stellar/stellar-sdk/bin/stellar-js')
const scratch = mkdtempSync(join(tmpdir(), 'carrot-bindings-'))
for (const contract of ['gpu_registry', 'job_marketplace']) {
  const out = join(scratch, contract)
  execFileSync(
    process.execPath,
    [
      generator,
      'generate',
      '--wasm',
      join(wasmFolder, `${contract}.wasm`),
      '--output-dir',
      out,
      '--contract-name',
      contract,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const target = join(root, 'src/chain/bindings', contract)
  mkdirSync(target, { recursive: true })
  for (const file of ['client.ts', 'types.ts'])
    copyFileSync(join(out, 'src', file), join(target, file))
}
rmSync(scratch, { recursive: true })
