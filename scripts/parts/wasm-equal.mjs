// Runs every recorded line (command, tab, input, tab, the native answer) in the module and compares the answer
// byte for byte. JSON holds no bare tab, so a tab always separates.
import { readFileSync } from "node:fs";

const [module, recorded] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(module));
const { memory, room, run, length } = instance.exports;
const lines = readFileSync(recorded, "utf8").split("\n").filter(Boolean);
if (lines.length === 0) throw new Error(`${recorded} holds no line`);

let different = 0;
const commands = new Map();
for (const line of lines) {
  const cut = line.lastIndexOf("\t");
  const input = Buffer.from(line.slice(0, cut));
  const expected = Buffer.from(line.slice(cut + 1));
  const at = room(input.length);
  new Uint8Array(memory.buffer, at, input.length).set(input);
  const answer = run();
  const actual = Buffer.from(new Uint8Array(memory.buffer, answer, length()));
  const command = line.slice(0, line.indexOf("\t"));
  commands.set(command, (commands.get(command) ?? 0) + 1);
  if (!actual.equals(expected)) {
    different += 1;
    if (different <= 5) console.log(`${line.slice(0, 400)}\n  in WebAssembly: ${actual.toString().slice(0, 400)}`);
  }
}
console.log([...commands].map(([command, count]) => `${command} ${count}`).join(", "));
console.log(`${lines.length - different} of ${lines.length} answers equal byte for byte`);
process.exit(different === 0 ? 0 : 1);
