// The npm package @stellar/stellar-sdk, unchanged, reads every contract's interface out of its wasm: what the
// header declares, with the header's comments.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(`${process.env.CARROT_TEST_NODE_MODULES}/`);
const { contract } = require("@stellar/stellar-sdk");

const root = process.env.CARROT_TEST_SOURCES;
const built = process.env.CARROT_TEST_CONTRACTS;
const examples = [
  "hello", "counter", "errors", "events", "token", "timelock", "atomic_swap", "account", "cross_contract",
];
const headers = {
  ...Object.fromEntries(examples.map((name) => [`example_${name}`, `soroban/examples/${name}/${name}.hpp`])),
  gpu_registry: "contracts/gpu_registry/gpu_registry.hpp",
  job_marketplace: "contracts/job_marketplace/job_marketplace.hpp",
};

const specOf = (name) => contract.Spec.fromWasm(readFileSync(`${built}/${name}.wasm`));
const text = (value) => value.toString();

/** What stands above each declaration that the pattern finds, up to the end of its first sentence. */
function documented(header, pattern) {
  const found = [];
  const comments = "((?:^[ \\t]*///.*\\n)*)";
  for (const [, above, name] of header.matchAll(new RegExp(`${comments}^[ \\t]*${pattern}`, "gm"))) {
    const comment = above.replace(/^[ \t]*\/\/\/ ?/gm, "").trim().replace(/\s*\n\s*/g, " ");
    found.push([name, comment.match(/^.*?\.(?= |$)/)?.[0] ?? comment]);
  }
  return found;
}

const read = (entries) => entries.map((entry) => [text(entry.name), text(entry.doc)]);

for (const [name, path] of Object.entries(headers)) {
  const header = readFileSync(`${root}/${path}`, "utf8");

  test(`${name} has its header's functions and comments`, () => {
    const declared = documented(header, "SOROBAN_FUNCTION\\((?:[^()]*?), (\\w+),");
    assert.ok(declared.length > 0);
    assert.deepEqual(read(specOf(name).funcs()), declared);
  });

  test(`${name} has its header's events and comments`, () => {
    assert.deepEqual(read(specOf(name).events()), documented(header, "SOROBAN_EVENT\\((\\w+)\\)"));
  });

  test(`${name} has its header's errors`, () => {
    const list = header.match(/SOROBAN_ERRORS\(\w+\) \{([^}]*)\}/)?.[1] ?? "";
    const declared = [...list.replace(/\/\/.*/g, "").matchAll(/(\w+) = /g)].map(([, error]) => error);
    const asWritten = (error) => text(error.name).replace(/(?!^)[A-Z]/g, "_$&").toLowerCase();
    assert.deepEqual(specOf(name).errorCases().map(asWritten), declared);
  });

  test(`${name} describes all its arguments`, () => {
    assert.ok(Object.keys(specOf(name).jsonSchema().definitions).length > 0);
  });
}

test("a call's arguments are made by the interface", () => {
  const holder = "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7";
  const values = specOf("example_token").funcArgsToScVals("transfer", { from: holder, to: holder, amount: 5n });
  assert.deepEqual(values.map((value) => value.type), ["scvAddress", "scvAddress", "scvI128"]);
});

test("a struct's values come back by their names", () => {
  const spec = specOf("gpu_registry");
  const { outputs } = spec.getFunc("get_gpu");
  const gpu = {
    provider: "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7", model: "RTX 4090", vram_gb: 24,
    price_per_hour: 2n ** 60n, available: true, total_jobs: 0, registered_at: 1_800_000_000n,
  };
  assert.deepEqual(spec.funcResToNative("get_gpu", spec.nativeToScVal(gpu, outputs[0])), gpu);
});
