// Prints golden.txt: keys, ids, transactions and signatures as the unchanged npm package
// @stellar/stellar-sdk makes them; the tests make the same with our code. Run it after changing
// the package's version in tests/js:
//   node tests/stellar/make_golden.mjs > tests/stellar/golden.txt
import { createRequire } from 'node:module';

const require = createRequire(new URL('../js/package.json', import.meta.url));
const sdk = require('@stellar/stellar-sdk');
const { Address, Asset, Contract, Keypair, Memo, Networks, Operation, StrKey, xdr } = sdk;

const lines = [];
const put = (name, value) => lines.push(`${name} ${value}`);
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const filled = (byte, length = 32) => Buffer.alloc(length, byte);

const alice = Keypair.fromRawEd25519Seed(filled(1));
const bob = Keypair.fromRawEd25519Seed(filled(2));
const passphrase = Networks.STANDALONE;
put('alice.account', alice.publicKey());
put('alice.secret', alice.secret());
put('alice.signature', hex(alice.sign(Buffer.from('hello'))));
put('root.account', Keypair.master(passphrase).publicKey());

put('strkey.contract', StrKey.encodeContract(filled(3)));
put('strkey.muxed', StrKey.encodeMed25519PublicKey(Buffer.concat([filled(3), filled(7, 8)])));
put('strkey.pre_auth_tx', StrKey.encodePreAuthTx(filled(3)));
put('strkey.hash_x', StrKey.encodeSha256Hash(filled(3)));
put('strkey.signed_payload', StrKey.encodeSignedPayload(
  Buffer.concat([filled(3), Buffer.from([0, 0, 0, 5]), filled(9, 5), filled(0, 3)])));
put('strkey.claimable_balance', StrKey.encodeClaimableBalance(
  Buffer.concat([filled(0, 1), filled(3)])));
put('strkey.liquidity_pool', StrKey.encodeLiquidityPool(filled(3)));

const source = (sequence) => new sdk.Account(alice.publicKey(), sequence);
const finish = (name, builder) => {
  const transaction = builder.build();
  transaction.sign(alice);
  put(`${name}.hash`, hex(transaction.hash()));
  put(`${name}.envelope`, transaction.toXDR());
  return transaction;
};

const classic = finish('classic', new sdk.TransactionBuilder(source('41'), {
  fee: '100', networkPassphrase: passphrase, timebounds: { minTime: 0, maxTime: 2000000000 },
  memo: Memo.text('hello'),
})
  .addOperation(Operation.createAccount({ destination: bob.publicKey(), startingBalance: '100' }))
  .addOperation(Operation.payment(
    { destination: bob.publicKey(), asset: Asset.native(), amount: '2.5' })));

const bump = sdk.TransactionBuilder.buildFeeBumpTransaction(bob, '400', classic, passphrase);
bump.sign(bob);
put('bump.hash', hex(bump.hash()));
put('bump.envelope', bump.toXDR());

const contract = new Contract(StrKey.encodeContract(filled(3)));
finish('invocation', new sdk.TransactionBuilder(source('41'), {
  fee: '100', networkPassphrase: passphrase, timebounds: { minTime: 0, maxTime: 2000000000 },
}).addOperation(contract.call('post_job',
  new Address(alice.publicKey()).toScVal(),
  xdr.ScVal.scvU32(3),
  xdr.ScVal.scvString('print'),
  sdk.nativeToScVal(-12345678901234567890n, { type: 'i128' }),
  xdr.ScVal.scvVec([xdr.ScVal.scvBool(true), xdr.ScVal.scvVoid()]))));

const wasmHash = filled(5);
const single = (name, operation) => finish(name, new sdk.TransactionBuilder(source('41'), {
  fee: '100', networkPassphrase: passphrase, timebounds: { minTime: 0, maxTime: 2000000000 },
}).addOperation(operation));
single('upload', Operation.uploadContractWasm({ wasm: Buffer.from([0, 0x61, 0x73, 0x6d]) }));
single('creation', Operation.createCustomContract({
  address: new Address(alice.publicKey()), wasmHash, salt: filled(6),
  constructorArgs: [new Address(bob.publicKey()).toScVal()],
}));
single('asset_contract', Operation.createStellarAssetContract({ asset: Asset.native() }));
single('extension', Operation.extendFootprintTtl({ extendTo: 1000 }));
single('restoring', Operation.restoreFootprint({}));

put('asset_contract.testnet', Asset.native().contractId(Networks.TESTNET));
put('asset_contract.mainnet', Asset.native().contractId(Networks.PUBLIC));
put('asset_contract.standalone', Asset.native().contractId(passphrase));
put('derived_contract', StrKey.encodeContract(sdk.hash(
  xdr.HashIdPreimage.envelopeTypeContractId(new xdr.HashIdPreimageContractId({
    networkId: sdk.hash(Buffer.from(passphrase)),
    contractIdPreimage: xdr.ContractIdPreimage.contractIdPreimageFromAddress(
      new xdr.ContractIdPreimageFromAddress(
        { address: new Address(alice.publicKey()).toScAddress(), salt: filled(6) })),
  })).toXDR())));

const invocation = new xdr.SorobanAuthorizedInvocation({
  function: xdr.SorobanAuthorizedFunction.sorobanAuthorizedFunctionTypeContractFn(
    new xdr.InvokeContractArgs({
      contractAddress: contract.address().toScAddress(), functionName: 'claim_job', args: [],
    })),
  subInvocations: [],
});
const credentials = new xdr.SorobanAddressCredentials({
  address: new Address(bob.publicKey()).toScAddress(), nonce: 1234567890n,
  signatureExpirationLedger: 0, signature: xdr.ScVal.scvVoid(),
});
for (const [name, kind] of [['v1', 'sorobanCredentialsAddress'], ['v2', 'sorobanCredentialsAddressV2']]) {
  const entry = new xdr.SorobanAuthorizationEntry(
    { credentials: xdr.SorobanCredentials[kind](credentials), rootInvocation: invocation });
  put(`authorization.${name}.unsigned`, entry.toXDR('base64'));
  const signed = await sdk.authorizeEntry(entry, bob, 777, passphrase);
  put(`authorization.${name}.signed`, signed.toXDR('base64'));
}

process.stdout.write(lines.join('\n') + '\n');
