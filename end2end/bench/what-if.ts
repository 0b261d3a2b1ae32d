// How long the what-if island takes from a key to the new figures, in Chromium.

import type { Page } from '@playwright/test'
import { islandsAlive } from '../harness/islands'

export interface WhatIf {
  installments: number
  medianMs: number
  worstMs: number
}

/** Changes the first number in an island sixty times and waits each time for the figures to follow. */
export async function timeWhatIf(page: Page, path: string, installments: number): Promise<WhatIf> {
  await page.goto(path)
  await islandsAlive(page)
  const times = await page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>(
      'leptos-island input[type=range], leptos-island input[type=number], leptos-island input[inputmode=numeric]',
    )
    const island = input?.closest('leptos-island')
    if (!input || !island) throw new Error('no island with a number on this page')
    const took: number[] = []
    for (let round = 0; round < 60; round += 1) {
      const changed = new Promise<number>((resolve) => {
        const watcher = new MutationObserver(() => {
          watcher.disconnect()
          resolve(performance.now())
        })
        watcher.observe(island, { subtree: true, childList: true, characterData: true, attributes: true })
      })
      const start = performance.now()
      input.value = String(1 + (round % 6))
      input.dispatchEvent(new Event('input', { bubbles: true }))
      input.dispatchEvent(new Event('change', { bubbles: true }))
      const late = new Promise<number>((_, reject) => setTimeout(() => reject(new Error('the figures did not follow')), 2000))
      took.push((await Promise.race([changed, late])) - start)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    return took.sort((a, b) => a - b)
  })
  return { installments, medianMs: times[Math.floor(times.length / 2)] ?? 0, worstMs: times.at(-1) ?? 0 }
}
