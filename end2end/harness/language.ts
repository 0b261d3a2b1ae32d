// Texts in the wrong language. What a person typed, and what says its own language, is left out.

import type { Page } from '@playwright/test'

/** Texts of the page being shown that are not in its language. */
export async function foreignTexts(page: Page, language: 'zh-CN' | 'en'): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = []
    const exempt = 'script, style, [lang]:not(html), .al-typed, .al-top__brand, code, textarea, leptos-island > template'
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? ''
      if (text !== '' && !node.parentElement?.closest(exempt)) found.push(text)
    }
    for (const name of ['aria-label', 'alt', 'placeholder', 'title']) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        if (!element.closest(exempt)) found.push(element.getAttribute(name) ?? '')
      }
    }
    // A page may be called by somebody's name.
    const typed = [...document.querySelectorAll('main .al-typed')].map((element) => element.textContent?.trim() ?? '')
    found.push(typed.filter(Boolean).reduce((title, name) => title.replace(name, ''), document.title))
    return found
  })
  const foreign = language === 'en' ? /\p{Script=Han}/u : /\b[a-z]{2,}\s+[a-z]{2,}\b/i // two words make a sentence; PDF and CSV are names
  return [...new Set(texts.filter((text) => foreign.test(text)))]
}
