// What the demo lender sent, read where a person would read it: /demo/mailbox.
//
// A letter is an <article class="al-letter" data-channel="sms|email" data-to="+8613…">, newest first,
// with its text in .al-letter__body.

import { expect, type Page } from '@playwright/test'

export interface Letter {
  channel: string
  to: string
  text: string
}

export class Mailbox {
  constructor(private readonly page: Page) {}

  /** The newest letters, newest first; only those to one address when it is given. */
  async letters(to?: string): Promise<Letter[]> {
    await this.page.goto('/demo/mailbox')
    const letters = await this.shown()
    return to === undefined ? letters : letters.filter((letter) => letter.to.endsWith(to)) // a phone number may be typed without its country
  }

  /** All letters there are, newest first. */
  async everything(): Promise<Letter[]> {
    const all: Letter[] = []
    for (let path: string | null = '/demo/mailbox'; path !== null; ) {
      await this.page.goto(path)
      all.push(...(await this.shown()))
      const older = this.page.locator('.al-paging a[rel=next]')
      path = (await older.count()) === 0 ? null : await older.getAttribute('href')
    }
    return all
  }

  private async shown(): Promise<Letter[]> {
    return this.page.locator('article.al-letter').evaluateAll((articles) =>
      articles.map((article) => ({
        channel: article.getAttribute('data-channel') ?? '',
        to: article.getAttribute('data-to') ?? '',
        text: article.querySelector('.al-letter__body')?.textContent?.trim() ?? '',
      })),
    )
  }

  /** The newest letter to an address that says this, waited for: messages are sent by a job. */
  async letterTo(to: string, saying: RegExp = /./): Promise<Letter> {
    let found: Letter | undefined
    await expect(async () => {
      found = (await this.letters(to)).find((letter) => saying.test(letter.text))
      expect(found, `a letter to ${to} that says ${saying}`).toBeDefined()
    }).toPass({ timeout: 20_000, intervals: [200, 500, 1000] })
    return found as Letter
  }

  /** The newest one-time code sent to an address, if any was. */
  async newestCode(to: string): Promise<string | undefined> {
    const letter = (await this.letters(to)).find(({ text }) => oneTimeCode.test(text))
    return letter && oneTimeCode.exec(letter.text)?.[1]
  }

  /** A one-time code that was sent after `before`, waited for. */
  async codeAfter(before: string | undefined, to: string): Promise<string> {
    let code: string | undefined
    await expect(async () => {
      code = await this.newestCode(to)
      expect(code, `a new code to ${to}`).toBeDefined()
      expect(code, `a code to ${to} after ${before}`).not.toBe(before)
    }).toPass({ timeout: 20_000, intervals: [100, 200, 500, 1000] })
    return code as string
  }
}

const oneTimeCode = /\b(\d{6})\b/
