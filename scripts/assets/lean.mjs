// Takes out of the islands' module and script what no page uses.
//
// Every export keeps its code alive, and some came with a dependency: the classes of wasm-streams (reading
// bodies as streams, by way of Leptos's server functions). No island reads a stream. What the script says in
// comments and spaces goes too; what it does stays as wasm-bindgen wrote it.

import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const { values: options, positionals: features } = parseArgs({
  options: { module: { type: 'string' }, script: { type: 'string' }, metadce: { type: 'string' } },
  allowPositionals: true,
})
const unusedExport = /^(__wbg_)?intounderlying(source|sink|bytesource)_/
const unusedStatement = /^(export class|const|if \(Symbol\.dispose\)) IntoUnderlying(Source|Sink|ByteSource)/

const exports = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(options.module)))
const kept = exports.map(({ name }) => name).filter((name) => !unusedExport.test(name))
const graph = `${options.module}.graph.json`
writeFileSync(graph, JSON.stringify(kept.map((name) => ({ name, export: name, root: true }))))
const metadce = [options.module, ...features, '--graph-file', graph, '--output', options.module]
execFileSync(options.metadce, metadce, { stdio: ['ignore', 'ignore', 'inherit'] })
rmSync(graph)

// wasm-bindgen writes one statement after the other, each beginning at the margin.
const statements = readFileSync(options.script, 'utf8')
  .replace(/^ *\/\*\*[\s\S]*?\*\/\n/gm, '')
  .replace(/^ *\/\/.*\n/gm, '')
  .split(/\n(?=[^\s})])/)
  .filter((statement) => !unusedStatement.test(statement))
const script = statements.join('\n').replace(/^\s+/gm, '')
if (/IntoUnderlying/.test(script)) throw new Error('the script still speaks of streams: see scripts/assets/lean.mjs')
writeFileSync(options.script, script)
