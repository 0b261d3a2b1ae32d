// The `test` of every spec: a page on a portal of its worker's own, under watch.
//
//   test('…', async ({ page, portal, mailbox }) => { … })
//
// A spec that moves the demo clock asks for a portal that no other spec shares:
//
//   test.use({ portalFor: 'reminders' })

import { test as base, expect } from '@playwright/test'
import { copyModel, drop } from './database'
import { Mailbox } from './mailbox'
import { type Portal, serve } from './portal'
import { Watch } from './watch'

interface OfWorker {
  portalFor: string
  portal: Portal
}

interface OfTest {
  watch: Watch
  mailbox: Mailbox
  javaScript: boolean
}

export const test = base.extend<OfTest, OfWorker>({
  portalFor: ['shared', { option: true, scope: 'worker' }],

  portal: [
    async ({ portalFor }, use, worker) => {
      const database = await copyModel(`end2end_${worker.workerIndex}_${portalFor.replaceAll(/\W/g, '_')}`)
      const portal = await serve(database)
      await use(portal)
      await portal.stop()
      await drop(database)
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
