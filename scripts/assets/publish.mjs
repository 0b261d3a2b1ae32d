// Writes the site folder: names carry a hash of their content, so a browser may keep them for ever.
// The whole folder is made beside the old one and moved into its place, never half there.

import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const { values: options } = parseArgs({
  options: { islands: { type: 'string' }, site: { type: 'string' }, fast: { type: 'boolean', default: false } },
})
const { islands, site, fast } = options
const { bundle } = createRequire(new URL('../../end2end/package.json', import.meta.url))('lightningcss')

// The browsers of the last three years; WeChat's WebView lags the longest.
const version = (major, minor = 0) => (major << 16) | (minor << 8)
const browsers = {
  chrome: version(107),
  edge: version(119),
  firefox: version(119),
  safari: version(17),
  ios_saf: version(17),
  android: version(107),
  samsung: version(23),
}

const compressible = new Set(['.css', '.html', '.ico', '.js', '.json', '.svg', '.txt', '.wasm', '.webmanifest', '.xml'])
const hash = (...parts) => parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest('hex')

const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()

function compress(path) {
  const bytes = readFileSync(path)
  const quality = fast ? 1 : 11
  writeFileSync(
    `${path}.br`,
    brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  )
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: fast ? 1 : 9 }))
}

const script = readFileSync(join(islands, 'portal.js'))
const wasm = readFileSync(join(islands, 'portal_bg.wasm'))
const inputs = [...files('style'), ...files('public'), new URL(import.meta.url).pathname]
const stamp = hash(String(fast), script, wasm, ...inputs.flatMap((path) => [path, readFileSync(path)]))
const stampPath = join(site, '.inputs')
if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) process.exit(0)

const { code: css, warnings } = bundle({ filename: 'style/main.css', minify: true, targets: browsers })
for (const { message, loc } of warnings) console.error(`style: ${loc?.filename}:${loc?.line}: ${message}`)
if (warnings.length > 0) process.exit(1)

// One hash for the pair: the script and the module it loads are only ever right together. Leptos
// appends `_bg` to the module's name when it knows one output name for both.
const pair = hash(script, wasm).slice(0, 16)
const sheet = hash(css).slice(0, 16)
const names = { js: `portal.${pair}.js`, wasm: `portal.${pair}_bg.wasm`, css: `portal.${sheet}.css` }

const next = `${site}.next`
rmSync(next, { recursive: true, force: true })
mkdirSync(join(next, 'pkg'), { recursive: true })
cpSync('public', next, { recursive: true })
writeFileSync(join(next, 'pkg', names.js), script)
writeFileSync(join(next, 'pkg', names.wasm), wasm)
writeFileSync(join(next, 'pkg', names.css), css)
for (const path of files(next)) if (compressible.has(extname(path))) compress(path)

const assets = { name: `portal.${pair}`, js: `/pkg/${names.js}`, wasm: `/pkg/${names.wasm}`, css: `/pkg/${names.css}` }
writeFileSync(join(next, 'assets.json'), `${JSON.stringify(assets, null, 2)}\n`)
writeFileSync(join(next, 'hash.txt'), `js: ${pair}\nwasm: ${pair}_bg\ncss: ${sheet}\n`)
writeFileSync(join(next, '.inputs'), stamp)
rmSync(site, { recursive: true, force: true })
renameSync(next, site)
