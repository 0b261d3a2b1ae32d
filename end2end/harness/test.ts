// The `test` of every spec: a page on a portal of its worker's own, under watch.
//
//   test('…', async ({ page, portal, mailbox }) => { … })
//
// A spec that moves the demo clock asks for a portal that no other spec shares:
//
//   test.use({ portalFor: 'reminders' })

import { test as base, expect, type Page } from '@playwright/test'
import { copyModel, type Database, drop } from './database'
import { Mailbox } from './mailbox'
import { type Portal, serve } from './portal'
import { Watch } from './watch'

interface OfWorker {
  portalFor: string
  database: Database
  portal: Portal
}

interface OfTest {
  watch: Watch
  /** Opens the browser of somebody else, who sees the same portal and shares no session. */
  another: () => Promise<Page>
  mailbox: Mailbox
  javaScript: boolean
}

export const test = base.extend<OfTest, OfWorker>({
  portalFor: ['shared', { option: true, scope: 'worker' }],

  database: [
    async ({ portalFor }, use, worker) => {
      const database = await copyModel(`end2end_${worker.workerIndex}_${portalFor.replaceAll(/\W/g, '_')}`)
      await use(database)
      await drop(database)
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  portal: [
    async ({ database }, use) => {
      const portal = await serve(database)
      await use(portal)
      await portal.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: async ({ portal }, use) => {
    await use(portal.url)
  },

  watch: [
    async ({ context, portal }, use) => {
      const watch = new Watch()
      await watch.over(context, portal)
      await use(watch)
      expect(watch.unexpected(), 'what must not happen on any page').toEqual([])
    },
    { auto: true },
  ],

  another: async ({ browser, watch, portal }, use) => {
    const opened: (() => Promise<void>)[] = []
    await use(async () => {
      const context = await browser.newContext({ baseURL: portal.url })
      opened.push(() => context.close())
      await watch.over(context, portal)
      return context.newPage()
    })
    for (const close of opened) await close()
  },

  mailbox: async ({ browser, portal }, use) => {
    const context = await browser.newContext({ baseURL: portal.url, javaScriptEnabled: false })
    await use(new Mailbox(await context.newPage()))
    await context.close()
  },

  javaScript: async ({ javaScriptEnabled }, use) => {
    await use(javaScriptEnabled !== false)
  },
})

export { expect }
