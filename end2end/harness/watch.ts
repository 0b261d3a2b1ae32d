// What must not happen on any page of any journey, whatever the test is about: a breach of the
// content security policy, an error in the console, a request to somebody else, a 5xx, a broken file.

import type { BrowserContext, Page } from '@playwright/test'
import type { Portal } from './portal'

export class Watch {
  readonly problems: string[] = []
  private readonly expected: RegExp[] = []

  /** A problem this test is about, and therefore none. */
  expect(pattern: RegExp): void {
    this.expected.push(pattern)
  }

  unexpected(): string[] {
    return this.problems.filter((problem) => !this.expected.some((pattern) => pattern.test(problem)))
  }

  async over(context: BrowserContext, portal: Portal): Promise<void> {
    await context.exposeBinding('reportPolicyViolation', (_, text: string) => this.problems.push(text))
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report = (globalThis as unknown as { reportPolicyViolation(text: string): void }).reportPolicyViolation
        report(`security policy: ${event.violatedDirective} blocked ${event.blockedURI} on ${location.pathname}`)
      })
    })
    const ours = [portal.url, portal.sandboxUrl].map((url) => new URL(url).origin)
    context.on('page', (page) => this.on(page, ours))
  }

  private on(page: Page, ours: string[]): void {
    const note = (text: string) => this.problems.push(`${text} (on ${page.url()})`)
    page.on('pageerror', (error) => note(`uncaught: ${error.message}`))
    page.on('console', (message) => {
      // Said of every 4xx, also of a form shown again; the responses below tell which were wrong.
      if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return
      note(`console: ${message.text()}`)
    })
    page.on('request', (request) => {
      const url = new URL(request.url())
      const inside = ours.includes(url.origin) || ['data:', 'blob:', 'about:'].includes(url.protocol)
      if (!inside) note(`request to somebody else: ${request.url()}`)
    })
    page.on('response', (response) => {
      const what = `${response.status()} from ${new URL(response.url()).pathname}`
      if (response.status() >= 500) note(what)
      else if (response.status() >= 400 && !response.request().isNavigationRequest()) note(what)
    })
  }
}
