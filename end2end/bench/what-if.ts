// How long the what-if island takes from a key to the new figures, in Chromium.

import type { Page } from '@playwright/test'
import { islandsAlive } from '../harness/islands'

export interface WhatIf {
  installments: number
  medianMs: number
  worstMs: number
}

/** Moves the slider sixty times and waits each time for the figures to follow. */
export async function timeWhatIf(page: Page, path: string, installments: number): Promise<WhatIf> {
  await page.goto(path)
  await islandsAlive(page)
  const times = await page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>('#what-if input[type=range]')
    const figures = document.querySelector('#what-if-figures')
    if (!input || !figures) throw new Error(`no what-if on ${location.pathname}: ${document.querySelector('main')?.textContent?.slice(0, 200)}`)
    const took: number[] = []
    for (let round = 0; round < 60; round += 1) {
      const changed = new Promise<number>((resolve) => {
        const watcher = new MutationObserver(() => {
          watcher.disconnect()
          resolve(performance.now())
        })
        watcher.observe(figures, { subtree: true, childList: true, characterData: true })
      })
      const start = performance.now()
      input.value = String(1 + (round % Number(input.max)))
      input.dispatchEvent(new Event('input', { bubbles: true }))
      const late = new Promise<number>((_, reject) => setTimeout(() => reject(new Error('the figures did not follow')), 2000))
      took.push((await Promise.race([changed, late])) - start)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    return took.sort((a, b) => a - b)
  })
  return { installments, medianMs: times[Math.floor(times.length / 2)] ?? 0, worstMs: times.at(-1) ?? 0 }
}
