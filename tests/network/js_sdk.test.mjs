// The npm package @stellar/stellar-sdk, unchanged, against the local network.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { startNetwork } from "./local_network.mjs";

const require = createRequire(process.env.CARROT_TEST_NODE_MODULES + "/");
const {
  Address,
  Asset,
  BASE_FEE,
  Keypair,
  Operation,
  TransactionBuilder,
  contract,
  nativeToScVal,
  rpc,
  scValToNative,
} = require("@stellar/stellar-sdk");

const networkPassphrase = "Standalone Network ; February 2017";
const wasmPath = process.env.CARROT_TEST_WASM;

let network;
let server;
let alice;

before(async () => {
  network = await startNetwork();
  server = new rpc.Server(network.rpcUrl, { allowHttp: true });
  alice = Keypair.random();
  await server.fundAddress(alice.publicKey());
});

after(() => network.stop());

const signer = (keypair) => contract.basicNodeSigner(keypair, networkPassphrase);

const clientOptions = (keypair) => ({
  rpcUrl: network.rpcUrl,
  allowHttp: true,
  networkPassphrase,
  publicKey: keypair.publicKey(),
  ...signer(keypair),
});

async function send(keypair, operation) {
  const account = await server.getAccount(keypair.publicKey());
  const built = new TransactionBuilder(account, { fee: BASE_FEE, networkPassphrase })
    .addOperation(operation)
    .setTimeout(30)
    .build();
  const prepared = await server.prepareTransaction(built);
  prepared.sign(keypair);
  const sent = await server.sendTransaction(prepared);
  assert.equal(sent.status, "PENDING");
  return server.pollTransaction(sent.hash, { attempts: 100, sleepStrategy: () => 20 });
}

async function deployRegistry(keypair) {
  const wasm = await readFile(wasmPath);
  const uploaded = await send(keypair, Operation.uploadContractWasm({ wasm }));
  assert.equal(uploaded.status, "SUCCESS");
  const created = await send(
    keypair,
    Operation.createCustomContract({
      address: new Address(keypair.publicKey()),
      wasmHash: scValToNative(uploaded.returnValue),
      constructorArgs: [nativeToScVal(keypair.publicKey(), { type: "address" })],
    }),
  );
  assert.equal(created.status, "SUCCESS");
  return scValToNative(created.returnValue);
}

test("tells who it is", async () => {
  const health = await server.getHealth();
  assert.equal(health.status, "healthy");
  const details = await server.getNetwork();
  assert.equal(details.passphrase, networkPassphrase);
  const latest = await server.getLatestLedger();
  assert.equal(Number(latest.protocolVersion), 28);
  assert.ok((await server.getVersionInfo()).version);
  assert.ok((await server.getFeeStats()).inclusionFee.min);
});

test("funds an account by friendbot, once", async () => {
  const account = await server.getAccount(alice.publicKey());
  assert.equal(account.accountId(), alice.publicKey());
  await assert.rejects(
    server.fundAddress(alice.publicKey()),
    /account already funded to starting balance/,
  );
});

test("uploads, deploys and invokes a contract by its own spec, and reads the events", async () => {
  const contractId = await deployRegistry(alice);
  const registry = await contract.Client.from({ contractId, ...clientOptions(alice) });
  const { sequence } = await server.getLatestLedger();

  const registered = await registry.register_gpu({
    provider: alice.publicKey(),
    model: "RTX 4090",
    vram_gb: 24,
    price_per_hour: 20_000_000n,
  });
  const { result } = await registered.signAndSend();
  assert.equal(result.unwrap?.() ?? result, 0);

  const { result: gpu } = await registry.get_gpu({ gpu_id: 0 });
  const read = gpu.unwrap?.() ?? gpu;
  assert.equal(read.model.toString(), "RTX 4090");
  assert.equal(read.price_per_hour, 20_000_000n);

  const { events } = await server.getEvents({
    startLedger: sequence,
    filters: [{ type: "contract", contractIds: [contractId] }],
  });
  assert.equal(events.length, 1);
  const [name, provider] = events[0].topic.map(scValToNative);
  assert.equal(name, "gpu_registered");
  assert.equal(provider, alice.publicKey());

  const byTopic = await server.getEvents({
    startLedger: sequence,
    filters: [
      {
        type: "contract",
        contractIds: [contractId],
        topics: [[nativeToScVal("gpu_registered", { type: "symbol" }).toXdr("base64"), "**"]],
      },
    ],
  });
  assert.equal(byTopic.events.length, 1);
});

test("tells of a contract's refusal in the simulation", async () => {
  const contractId = await deployRegistry(alice);
  const registry = await contract.Client.from({ contractId, ...clientOptions(alice) });
  const call = await registry.register_gpu({
    provider: alice.publicKey(),
    model: "RTX 4090",
    vram_gb: 24,
    price_per_hour: -1n,
  });
  assert.match(call.simulation.error, /Error\(Contract, #105\)/);
});

test("pays lumens between accounts and answers getTransaction", async () => {
  const bob = Keypair.random();
  await server.fundAddress(bob.publicKey());
  const account = await server.getAccount(alice.publicKey());
  const payment = new TransactionBuilder(account, { fee: BASE_FEE, networkPassphrase })
    .addOperation(
      Operation.payment({ destination: bob.publicKey(), asset: Asset.native(), amount: "12.5" }),
    )
    .setTimeout(30)
    .build();
  payment.sign(alice);
  const sent = await server.sendTransaction(payment);
  assert.equal(sent.status, "PENDING");
  const done = await server.pollTransaction(sent.hash, { attempts: 100, sleepStrategy: () => 20 });
  assert.equal(done.status, "SUCCESS");
  const entry = await server.getAccountEntry(bob.publicKey());
  assert.equal(entry.balance.toString(), "100125000000");
});

test("refuses a transaction with a stale sequence number", async () => {
  const account = await server.getAccount(alice.publicKey());
  const build = () =>
    new TransactionBuilder(account, { fee: BASE_FEE, networkPassphrase })
      .addOperation(Operation.bumpSequence({ bumpTo: "0" }))
      .setTimeout(30)
      .build();
  const first = build();
  first.sign(alice);
  const sent = await server.sendTransaction(first);
  await server.pollTransaction(sent.hash, { attempts: 100, sleepStrategy: () => 20 });
  const again = await server.sendTransaction(first);
  assert.equal(again.status, "ERROR");
  assert.equal(again.errorResult.result.type, "txBadSeq");
});

test("pages through ledgers and transactions", async () => {
  const { oldestLedger } = await server.getHealth();
  const { ledgers } = await server.getLedgers({ startLedger: oldestLedger, pagination: { limit: 2 } });
  assert.equal(ledgers.length, 2);
  const page = await server.getTransactions({ startLedger: oldestLedger, pagination: { limit: 1 } });
  assert.equal(page.transactions.length, 1);
  const next = await server.getTransactions({ pagination: { cursor: page.cursor, limit: 1 } });
  assert.notEqual(next.transactions[0].txHash, page.transactions[0].txHash);
});
