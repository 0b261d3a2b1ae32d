// Fails when the islands weigh more than was promised: script and module together, after brotli.

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({ options: { site: { type: 'string' }, bytes: { type: 'string' } } })
const assets = JSON.parse(readFileSync(join(options.site, 'assets.json'), 'utf8'))
const size = (path) => statSync(join(options.site, `${path}.br`)).size
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`

const islands = size(assets.wasm) + size(assets.js)
const budget = Number(options.bytes)
console.log(
  `after brotli: WASM ${kilobytes(size(assets.wasm))} + JS ${kilobytes(size(assets.js))} = ${kilobytes(islands)}` +
    ` of ${kilobytes(budget)}; CSS ${kilobytes(size(assets.css))}`,
)
if (islands > budget) {
  console.error(`the islands are ${kilobytes(islands - budget)} over their budget`)
  process.exit(1)
}
