// The test vectors of the age format (C2SP's CCTV) that concern X25519, as tests/age reads them: not
// compressed, but for runs of one byte.
//
//   node tests/js/age_vectors.mjs > tests/age/golden/age_vectors.json
import { inflateSync } from 'node:zlib'
import * as vectors from 'cctv-age'

const concerned = /^(empty|header|hmac|scrypt_and|stanza|stream|version|x25519)/
const runBytes = 64

function fieldsOf(text) {
  return Object.fromEntries(text.split('\n').map((line) => line.split(': ')))
}

// Base64 text, and [byte, how often].
function shorten(file) {
  const parts = []
  let begin = 0
  for (let at = 0; at < file.length; ) {
    let end = at + 1
    while (end < file.length && file[end] === file[at]) end++
    if (end - at >= runBytes) {
      if (at > begin) parts.push(file.subarray(begin, at).toString('base64'))
      parts.push([file[at], end - at])
      begin = end
    }
    at = end
  }
  if (begin < file.length) parts.push(file.subarray(begin).toString('base64'))
  return parts
}

const golden = []
for (const name of Object.keys(vectors).filter((each) => concerned.test(each)).sort()) {
  const bytes = Buffer.from(vectors[name])
  const end = bytes.indexOf('\n\n')
  const { expect, payload, identity, compressed, armored } = fieldsOf(bytes.toString('utf8', 0, end))
  if (!identity?.startsWith('AGE-SECRET-KEY-1') || armored) continue
  const content = bytes.subarray(end + 2)
  const file = shorten(compressed ? inflateSync(content) : content)
  golden.push({ name, expect, ...(payload ? { payload } : {}), identity, file })
}
const lines = golden.map((each) => ` ${JSON.stringify(each)}`)
process.stdout.write(`[\n${lines.join(',\n')}\n]\n`)
