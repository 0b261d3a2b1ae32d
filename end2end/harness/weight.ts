// What a page costs to load, in bytes as they cross the network (compressed).

import { expect, type Page } from '@playwright/test'

export interface Weight {
  html: number
  css: number
  script: number
  wasm: number
}

/** Opens a page with an empty cache and adds up what came. */
export async function weigh(page: Page, path: string): Promise<Weight> {
  const weight: Weight = { html: 0, css: 0, script: 0, wasm: 0 }
  const sums: Promise<void>[] = []
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const add = async (request: import('@playwright/test').Request) => {
    const response = await request.response()
    const type = response?.headers()['content-type'] ?? ''
    const { responseBodySize } = await request.sizes()
    if (type.startsWith('text/html')) weight.html += responseBodySize
    else if (type.startsWith('text/css')) weight.css += responseBodySize
    else if (type.startsWith('application/wasm')) weight.wasm += responseBodySize
    else if (type.includes('javascript')) weight.script += responseBodySize
  }
  const onFinished = (request: import('@playwright/test').Request) => void sums.push(add(request))
  page.on('requestfinished', onFinished)
  await page.goto(path, { waitUntil: 'networkidle' })
  page.off('requestfinished', onFinished)
  await Promise.all(sums)
  await session.detach()
  return weight
}

/** A page without an island brings no WebAssembly and no script file, and little else. */
export async function expectLight(page: Page, path: string): Promise<void> {
  const weight = await weigh(page, path)
  expect(weight.wasm + weight.script, `bytes of WebAssembly and script on ${path}`).toBe(0)
  expect(weight.html + weight.css, `bytes of HTML and CSS on ${path}`).toBeLessThanOrEqual(30_000)
}

/** A page with islands stays below what was promised for them. */
export async function expectIslandsWithinBudget(page: Page, path: string): Promise<void> {
  const weight = await weigh(page, path)
  expect(weight.wasm, `WebAssembly on ${path}`).toBeGreaterThan(0)
  expect(weight.wasm + weight.script, `bytes of WebAssembly and script on ${path}`).toBeLessThanOrEqual(130_000)
}
