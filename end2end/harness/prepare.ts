// Before all tests: a database with the demo lender in it, from which every worker's is copied.

import { create, model } from './database'
import { migrate, type Portal, serve } from './portal'

export default async function prepare(): Promise<void> {
  const database = await create(model)
  await migrate(database)
  const portal = await serve(database) // its first start fills the demo lender
  await goToMorning(portal)
  await portal.stop()
}

/** Tests run at any hour, and at night nobody is sent a message: theirs is the next day, from nine o'clock on. */
async function goToMorning(portal: Portal): Promise<void> {
  const headers = { origin: portal.url, 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await fetch(`${portal.url}/demo`, { method: 'POST', headers, body: 'days=1', redirect: 'manual' })
  if (answer.status !== 303) throw new Error(`the demo's clock was not moved: ${answer.status}`)
}
