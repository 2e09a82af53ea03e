// The CIDs that npm's ipfs-unixfs-importer gives for content that tests/ipfs makes too.
//
//   node tests/js/ipfs_cids.mjs > tests/ipfs/golden/cids.json
//
// Nothing is stored but the CIDs: the blocks go to a store that forgets them.
import { CID } from 'multiformats/cid'
import { importer } from 'ipfs-unixfs-importer'
import { fixedSize } from 'ipfs-unixfs-importer/chunker'
import { balanced } from 'ipfs-unixfs-importer/layout'

const KIB = 1024
const MIB = 1024 * KIB

const profiles = {
  'unixfs-v0-2015': { profile: 'unixfs-v0-2015' },
  'unixfs-v1-2025': { profile: 'unixfs-v1-2025' },
  'importer-default': {},
  'tiny-nodes': {
    chunker: fixedSize({ chunkSize: 100 }),
    layout: balanced({ maxChildrenPerNode: 3 })
  }
}

const fileSizes = {
  'unixfs-v0-2015': [
    0, 1, 256 * KIB - 1, 256 * KIB, 256 * KIB + 1, 174 * 256 * KIB, 174 * 256 * KIB + 1,
    5_000_000, 60_000_000
  ],
  'unixfs-v1-2025': [0, 1, MIB - 1, MIB, MIB + 1, 5_000_000, 60_000_000],
  'importer-default': [0, 1, 256 * KIB, 256 * KIB + 1, 5_000_000],
  'tiny-nodes': [0, 100, 101, 200, 300, 301, 400, 900, 901, 1000, 2700, 2701, 10_000, 59_049]
}

// A tree is { path: bytes }; a path that ends in '/' is an empty directory; a text is a symlink.
const manyNames = Object.fromEntries(
  Array.from({ length: 1000 }, (_, i) => [`file ${i}`, i % 7])
)
const trees = {
  empty: {},
  'one file': { 'a.txt': 3 },
  nested: { 'a/b/c/d.bin': 300_000, 'a/b/e': 0, 'a/f/': 0, 'g.txt': 17, 'a/z.png': 1_100_000 },
  'same content twice': { 'one/x': 42, 'two/x': 42 },
  'sort order': { b: 1, a: 2, 'a.txt': 3, 'a-': 4, A: 5, Z: 6, '~': 7, 'a b': 8, '10': 9, '9': 10 },
  unicode: { 'é': 1, 'e\u0301': 2, 日本語: 3, '\uff5e': 4, '😀': 5, 'Ω/ß.txt': 6, z: 7 },
  symlinks: { 'target.txt': 5, link: 'target.txt', 'sub/up': '../target.txt' },
  'many names': manyNames
}

// Folders of many files: `count` names of `name_bytes`, the last of `last_name_bytes`, with
// `i % content_bytes` bytes each. The first pairs lie exactly at the size where sharding begins, and
// one byte above it.
const wide = {
  'unixfs-v0-2015': [
    { count: 4096, name_bytes: 30, last_name_bytes: 30, content_bytes: 7 },
    { count: 4096, name_bytes: 30, last_name_bytes: 31, content_bytes: 7 },
    { count: 5000, name_bytes: 64, last_name_bytes: 64, content_bytes: 100 },
    { count: 20_000, name_bytes: 9, last_name_bytes: 255, content_bytes: 3 }
  ],
  'unixfs-v1-2025': [
    { count: 3542, name_bytes: 30, last_name_bytes: 62, content_bytes: 7 },
    { count: 3542, name_bytes: 30, last_name_bytes: 63, content_bytes: 7 },
    { count: 5000, name_bytes: 64, last_name_bytes: 64, content_bytes: 100 },
    { count: 20_000, name_bytes: 9, last_name_bytes: 255, content_bytes: 3 }
  ],
  'importer-default': [
    { count: 4032, name_bytes: 29, last_name_bytes: 93, content_bytes: 7 },
    { count: 4032, name_bytes: 29, last_name_bytes: 94, content_bytes: 7 }
  ]
}

// Xorshift32, little-endian; tests/ipfs/content.hpp has the same.
function pseudoRandomBytes (size, seed) {
  const words = new Uint32Array(Math.ceil(size / 4))
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[i] = state
  }
  return new Uint8Array(words.buffer, 0, size)
}

const forgetfulStore = { put: async (cid) => cid, get: async () => { throw new Error('forgotten') } }

async function lastCid (candidates, options) {
  let last
  for await (const entry of importer(candidates, forgetfulStore, { ...options })) last = entry
  return CID.asCID(last.cid).toString()
}

function candidate ([path, value]) {
  if (typeof value === 'string') return { path: `d/${path}`, link: value }
  if (path.endsWith('/')) return { path: `d/${path.slice(0, -1)}` }
  return { path: `d/${path}`, content: pseudoRandomBytes(value, value) }
}

function * wideCandidates ({ count, name_bytes, last_name_bytes, content_bytes }) {
  yield { path: 'd' }
  for (let i = 0; i < count; i++) {
    const width = i + 1 === count ? last_name_bytes : name_bytes
    const name = `${i}`.padStart(width, 'n')
    yield { path: `d/${name}`, content: pseudoRandomBytes(i % content_bytes, i) }
  }
}

const golden = { files: [], trees: [], wide: [] }
for (const [profile, sizes] of Object.entries(fileSizes)) {
  for (const size of sizes) {
    const content = pseudoRandomBytes(size, size)
    golden.files.push({ profile, size, cid: await lastCid([{ content }], profiles[profile]) })
  }
}
for (const [name, tree] of Object.entries(trees)) {
  for (const profile of ['unixfs-v0-2015', 'unixfs-v1-2025']) {
    const candidates = [{ path: 'd' }, ...Object.entries(tree).map(candidate)]
    const cid = await lastCid(candidates, profiles[profile])
    golden.trees.push({ name, profile, entries: tree, cid })
  }
}
for (const [profile, folders] of Object.entries(wide)) {
  for (const folder of folders) {
    const cid = await lastCid(wideCandidates(folder), profiles[profile])
    golden.wide.push({ profile, ...folder, cid })
  }
}
process.stdout.write(JSON.stringify(golden, null, 1) + '\n')
