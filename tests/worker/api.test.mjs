// The worker's API as its real clients use it: Node's fetch, the SEP-53 signatures of npm's
// @stellar/stellar-sdk, and the OpenAPI document with ajv, which checks every answer against it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

const require = createRequire(process.env.CARROT_TEST_NODE_MODULES + "/");
const { Keypair } = require("@stellar/stellar-sdk");
const Ajv = require("ajv/dist/2020.js").default;
const addFormats = require("ajv-formats").default;
const { Validator } = await import(
  require.resolve("@seriousme/openapi-schema-validator")
);

const consumer = Keypair.random();
const seen = new Set();
let worker;
let document;
let ajv;

before(async () => {
  worker = await startWorker();
  document = await (await fetch(`${worker.url}/openapi.json`)).json();
  ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(closed(structuredClone(document)), "api");
});

after(() => worker.stop());

async function startWorker() {
  const child = spawn(process.env.CARROT_TEST_WORKER, [], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value);
  return {
    ...(await next()),
    async post(code, gpu = 0) {
      const description = JSON.stringify({ type: "python-script", description: "test", code });
      child.stdin.write(JSON.stringify({ description, consumer: consumer.publicKey(), gpu }) + "\n");
      return { jobId: (await next()).jobId, jobType: "python-script", jobData: description };
    },
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

/** What the document does not name is a mistake of ours, though clients shall bear it. */
function closed(schema) {
  if (Array.isArray(schema)) schema.forEach(closed);
  else if (schema && typeof schema === "object") {
    if (schema.type === "object" && schema.properties) schema.additionalProperties ??= false;
    Object.values(schema).forEach(closed);
  }
  return schema;
}

const pointer = (text) => text.replaceAll("~", "~0").replaceAll("/", "~1");

/** Finds what the document says of an answer, through its $ref. */
function documented(path, method, status) {
  const responses = document.paths[path]?.[method]?.responses;
  const response = responses?.[status];
  assert.ok(response, `${method} ${path} answers ${status}, and the document does not say so`);
  if (response.$ref) return [response.$ref.slice(1), resolve(response.$ref)];
  return [`/paths/${pointer(path)}/${method}/responses/${status}`, response];
}

const resolve = (ref) =>
  ref.slice(2).split("/").reduce((node, name) => node[name], document);

/** Asks, checks the answer against the document, and gives its status, headers and body. */
async function ask(method, path, { id, query = "", body, token = worker.token } = {}) {
  const target = path.replace("{id}", id) + query;
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const options = { method: method.toUpperCase(), headers };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    options.body = typeof body === "string" ? body : JSON.stringify(body);
  }
  const response = await fetch(worker.url + target, options);
  const [place, described] = documented(path, method, response.status);
  seen.add(`${method} ${path} ${response.status}`);
  for (const name of Object.keys(described.headers ?? {}))
    assert.ok(response.headers.has(name), `${method} ${path}: no header ${name}`);
  const type = response.headers.get("content-type").split(";")[0];
  assert.ok(described.content[type], `${method} ${path} answers ${type}`);
  const text = await response.text();
  if (type !== "application/json") return { status: response.status, text };
  const json = JSON.parse(text);
  const validate = ajv.getSchema(`api#${place}/content/${pointer(type)}/schema`);
  assert.ok(validate(json), `${method} ${path}: ${ajv.errorsText(validate.errors)}\n${text}`);
  return { status: response.status, headers: response.headers, json };
}

/** A log's events, as a browser's EventSource would give them. */
async function* events(response) {
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  let text = "";
  for await (const block of response.body.pipeThrough(new TextDecoderStream())) {
    text += block;
    for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
      const fields = text.slice(0, end).split("\n").map((line) => line.split(/: (.*)/s));
      const all = (name) => fields.filter(([field]) => field === name).map(([, value]) => value);
      if (all("event").length) yield { name: all("event")[0], data: all("data").join("\n"), id: all("id")[0] };
    }
  }
}

test("the document is valid OpenAPI 3.1", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  assert.ok(valid, JSON.stringify(errors));
});

test("every path answers exactly the documented methods", async () => {
  for (const [path, item] of Object.entries(document.paths)) {
    const response = await fetch(worker.url + path.replace("{id}", "1"), { method: "OPTIONS" });
    const methods = Object.keys(item).filter((name) => name !== "parameters").map((name) => name.toUpperCase());
    const allowed = new Set(response.headers.get("allow").split(", "));
    for (const implied of ["HEAD", "OPTIONS"]) allowed.delete(implied);
    assert.deepEqual([...allowed].sort(), methods.sort(), path);
  }
});

test("the worker and its machine", async () => {
  const open = await ask("get", "/health", { token: "" });
  assert.equal(open.json.runningJobs, undefined);
  const health = await ask("get", "/health");
  assert.deepEqual(health.json.runningJobs, []);
  assert.equal((await ask("get", "/check-docker")).json.canSealJobs, true);
  await ask("get", "/check-gpu");
  assert.match((await ask("get", "/metrics")).text, /^carrot_worker_chain_reachable 1$/m);
  await ask("get", "/openapi.json", { token: "" });
  for (const path of ["/check-docker", "/check-gpu", "/metrics", "/jobs"])
    await ask("get", path, { token: "wrong" });
});

test("a browser processes a job, and asks again", async () => {
  const job = await worker.post("echo hello");
  const outcome = await ask("post", "/process-job", { body: job });
  assert.equal(outcome.json.success, true);
  assert.match(outcome.json.resultHash, /^ipfs:\/\//);
  assert.deepEqual((await ask("post", "/process-job", { body: job })).json, outcome.json);
  const parsed = { ...job, jobData: JSON.parse(job.jobData) };
  assert.equal((await ask("post", "/process-job", { body: parsed })).status, 200);
  assert.equal((await ask("get", "/jobs/{id}", { id: job.jobId })).json.status, "completed");
});

test("a job that fails says why", async () => {
  const outcome = await ask("post", "/process-job", { body: await worker.post("echo no >&2; exit 3") });
  assert.equal(outcome.status, 200);
  assert.equal(outcome.json.success, false);
  assert.deepEqual(outcome.json.error, { code: "job_failed", message: "exit status 3" });
  assert.equal(outcome.json.logs, "no\n");
});

test("what is refused is refused as the document says", async () => {
  const job = await worker.post("true");
  for (const [status, body, options] of [
    [400, "{", {}],
    [400, {}, {}],
    [400, { ...job, jobData: "other" }, {}],
    [401, job, { token: "wrong" }],
    [404, { ...job, jobId: 99 }, {}],
    [413, " ".repeat(70_000), {}],
  ])
    assert.equal((await ask("post", "/process-job", { body, ...options })).status, status);
  for (const [method, path] of [["get", "/jobs/{id}"], ["delete", "/jobs/{id}"], ["get", "/jobs/{id}/logs"]])
    for (const [status, options] of [[400, { id: "x" }], [401, { id: 1, token: "" }], [404, { id: 99 }]])
      assert.equal((await ask(method, path, options)).status, status, `${method} ${path}`);
  assert.equal((await ask("get", "/jobs", { query: "?limit=0" })).status, 400);
});

test("a job is followed, stopped, and listed", async () => {
  const job = await worker.post("trap 'exit 7' TERM; echo begun; while :; do sleep 0.05; done");
  const id = job.jobId;
  const accepted = await ask("post", "/process-job", { query: "?wait=false", body: job });
  assert.equal(accepted.status, 202);
  assert.equal(accepted.headers.get("location"), `/jobs/${id}`);
  const busy = await ask("post", "/process-job", { body: await worker.post("true") });
  assert.equal(busy.status, 409);
  const running = await ask("get", "/jobs", { query: "?status=running" });
  assert.deepEqual(running.json.jobs.map((shown) => shown.jobId), [id]);
  assert.equal((await ask("get", "/health")).json.runningJobs[0].jobId, id);

  const log = await fetch(`${worker.url}/jobs/${id}/logs`, { headers: { Authorization: `Bearer ${worker.token}` } });
  const received = [];
  for await (const event of events(log)) {
    received.push(event.name);
    if (event.name === "stdout") await ask("delete", "/jobs/{id}", { id });
  }
  assert.deepEqual(received, ["stdout", "end"]);
  const outcome = await ask("post", "/process-job", { body: job });
  assert.equal(outcome.json.error.message, "stopped by the provider");
  assert.equal((await ask("delete", "/jobs/{id}", { id })).status, 409);
});

test("pages lead to all jobs", async () => {
  const ids = [];
  for (let query = "?limit=2"; query; ) {
    const page = (await ask("get", "/jobs", { query })).json;
    ids.push(...page.jobs.map((job) => job.jobId));
    query = page.next === null ? "" : `?limit=2&before=${page.next}`;
  }
  assert.deepEqual(ids, [...new Set(ids)].sort((a, b) => b - a));
  assert.ok(ids.length >= 3);
});

test("a consumer's wallet opens the log of their own job, and resumes it", async () => {
  const job = await worker.post("echo one; echo two");
  await ask("post", "/process-job", { body: job });
  const expires = Math.floor(Date.now() / 1000) + 600;
  const message = `carrot job logs ${job.jobId} until ${expires}\nmarketplace ${worker.marketplace}`;
  const sign = (keypair) => Buffer.from(keypair.signMessage(message)).toString("base64");
  const query = (keypair) =>
    new URLSearchParams({ address: keypair.publicKey(), expires, signature: sign(keypair) });

  const url = `${worker.url}/jobs/${job.jobId}/logs?${query(consumer)}`;
  const whole = await collect(events(await fetch(url)));
  assert.deepEqual(whole.map(({ name, data }) => [name, data]), [["stdout", "one\ntwo\n"], ["end", "complete"]]);
  const rest = await collect(events(await fetch(url, { headers: { "Last-Event-ID": "4" } })));
  assert.equal(rest[0].data, "two\n");
  const authorization = `SEP53 address=${consumer.publicKey()}, expires=${expires}, signature=${sign(consumer)}`;
  const byHeader = await fetch(`${worker.url}/jobs/${job.jobId}/logs`, { headers: { Authorization: authorization } });
  assert.equal(byHeader.status, 200);
  await byHeader.body.cancel();

  const stranger = Keypair.random();
  const refused = await ask("get", "/jobs/{id}/logs", { id: job.jobId, token: "", query: `?${query(stranger)}` });
  assert.equal(refused.status, 403);
});

async function collect(iterable) {
  const all = [];
  for await (const one of iterable) all.push(one);
  return all;
}

test("every path and method of the document was asked", () => {
  for (const [path, item] of Object.entries(document.paths))
    for (const method of Object.keys(item).filter((name) => name !== "parameters"))
      assert.ok([...seen].some((one) => one.startsWith(`${method} ${path} `)), `${method} ${path}`);
});
