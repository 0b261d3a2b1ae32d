// Before all tests: a database with the demo lender in it, from which every worker's is copied.

import { createModel } from './database'
import { migrate, serve } from './portal'

export default async function prepare(): Promise<void> {
  const database = await createModel()
  await migrate(database)
  const portal = await serve(database) // its first start fills the demo lender
  await portal.stop()
}
