// Prints golden.txt: values of every XDR struct and union, every arm of every union among them, as
// the unchanged npm package @stellar/stellar-sdk encodes them. Run it after changing the package's
// version in tests/js:  node tests/xdr/make_golden.mjs > tests/xdr/golden.txt
import { createRequire } from 'node:module';

const require = createRequire(new URL('../js/package.json', import.meta.url));
const { xdr } = require('@stellar/stellar-sdk');

const maxBytes = 1200;

// Numerical Recipes' generator: the file must come out the same every time.
let state = 1;
const below = (n) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
};
const bytes = (length) => Uint8Array.from({ length }, () => below(256));
const word = (bits) => {
  let value = 0n;
  for (let i = 0; i < bits; i += 16) value = (value << 16n) | BigInt(below(65536));
  return value;
};
const text = (length) => Array.from({ length }, () => 'abcxyz_09AZ'[below(11)]).join('');

const unwrap = (schema) => (schema.kind === 'lazy' ? unwrap(schema.getSchema()) : schema);

/** A value in the wire's shape; from `depth` 0 on as small as the type allows. */
function make(lazySchema, depth) {
  const schema = unwrap(lazySchema);
  const upTo = (most) => (depth > 0 ? below(Math.min(most, schema.maxLength ?? most) + 1) : 0);
  switch (schema.kind) {
    case 'void': return undefined;
    case 'bool': return below(2) === 1;
    case 'int32': return Number(BigInt.asIntN(32, word(32)));
    case 'uint32': return Number(word(32));
    case 'int64': return BigInt.asIntN(64, word(64));
    case 'uint64': return word(64);
    case 'enum': return pick([...schema.nameByValue.keys()]);
    case 'opaque': return bytes(schema.length);
    case 'varOpaque': return bytes(upTo(7));
    case 'string': return text(upTo(7));
    case 'option': return depth > 0 && below(3) > 0 ? make(schema.element, depth - 1) : null;
    case 'array': return Array.from({ length: upTo(2) }, () => make(schema.element, depth - 1));
    case 'fixedArray':
      return Array.from({ length: schema.length }, () => make(schema.element, depth - 1));
    case 'struct':
      return Object.fromEntries(schema.entries.map(([name, type]) => [name, make(type, depth - 1)]));
    case 'union': {
      const plain = schema.cases.filter((each) => each.arm.kind === 'void');
      return makeArm(schema, pick(depth > 0 || plain.length === 0 ? schema.cases : plain), depth);
    }
    default: throw new Error(`the kind ${schema.kind} is not known`);
  }
}

function makeArm(union, { discriminant, arm }, depth) {
  const value = { [union.switchKey]: discriminant };
  if (arm.kind !== 'void') value[arm.name] = make(arm.schema, depth - 1);
  return value;
}

const pick = (list) => list[below(list.length)];

/** The first of ever smaller values that is not too long. */
function encoded(schema, makeAt) {
  for (let depth = 5; depth > -8; --depth) {
    let value;
    try {
      value = makeAt(depth);
    } catch (error) {
      if (error instanceof RangeError) continue;  // a type that contains itself went too deep
      throw error;
    }
    const out = Buffer.from(schema.encode(value));
    if (out.length <= maxBytes || depth === -7) return out.toString('base64');
  }
  throw new Error(`${schema.name}: no value is small enough`);
}

const lines = [];
for (const [name, type] of Object.entries(xdr)) {
  const schema = type?.schema && unwrap(type.schema);
  if (!schema || schema.name !== name) continue;
  if (schema.kind === 'struct') {
    lines.push(`${name} ${encoded(schema, () => make(schema, 0))}`);
    lines.push(`${name} ${encoded(schema, (depth) => make(schema, depth))}`);
  } else if (schema.kind === 'union') {
    for (const arm of schema.cases) {
      lines.push(`${name} ${encoded(schema, (depth) => makeArm(schema, arm, depth))}`);
    }
  }
}
process.stdout.write(lines.join('\n') + '\n');
