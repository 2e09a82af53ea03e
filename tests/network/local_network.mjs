// Starts the network under test, and stops it with the test.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export async function startNetwork(...args) {
  const program = process.env.CARROT_TEST_NETWORK;
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const [url] = await once(createInterface({ input: child.stdout }), "line");
  return {
    url,
    rpcUrl: `${url}/rpc`,
    process: child,
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}
