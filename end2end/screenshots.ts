// Takes docs/screenshots/PAGE.DEVICE.LANGUAGE.png. Nothing is compared: a person looks at them.

import { mkdirSync } from 'node:fs'
import { islandsAlive } from './harness/islands'
import { signInAsPerson, signInAsStaff } from './harness/people'
import { goTo, places, type Who } from './harness/places'
import { setScene } from './harness/scene'
import { expect, test } from './harness/test'

const folder = '../docs/screenshots'
mkdirSync(folder, { recursive: true })

for (const language of ['zh-CN', 'en'] as const) {
  for (const who of ['nobody', 'person', 'settled', 'staff', 'auditor'] as Who[]) {
    test(`${who}, ${language}`, async ({ page, mailbox, another }, info) => {
      await setScene(await another(), mailbox, await another())
      if (who === 'person') await signInAsPerson(page, mailbox)
      if (who === 'settled') await signInAsPerson(page, mailbox, '陈静')
      if (who === 'staff') await signInAsStaff(page)
      if (who === 'auditor') await signInAsStaff(page, '何洁')
      if (who === 'nobody') await page.goto('/sign-in')
      const switcher = page.locator(`form[action="/language"] button[value="${language}"]`)
      if (await switcher.count()) await switcher.first().click()
      await expect(page.locator('html')).toHaveAttribute('lang', language)

      const missing: string[] = []
      for (const place of places.filter((one) => one.who === who)) {
        if (!(await goTo(page, place))) {
          missing.push(place.name)
          continue
        }
        await islandsAlive(page)
        await page.screenshot({ path: `${folder}/${place.name}.${info.project.name}.${language}.png`, fullPage: true })
      }
      expect(missing, 'pages that no link leads to in the demo').toEqual([])
    })
  }
}
