// What one page asks of the database, from pg_stat_statements.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Statements {
  calls: number
  /** Without begin, commit and the setting of who acts. */
  queries: number
  milliseconds: number
}

async function sql(superUrl: string, text: string): Promise<string> {
  return (await run('psql', ['-X', '-q', '-At', '-v', 'ON_ERROR_STOP=1', '-c', text, superUrl])).stdout.trim()
}

export async function enable(superUrl: string): Promise<void> {
  await sql(superUrl, 'create extension if not exists pg_stat_statements')
}

/** Waits for what the worker still does: a portfolio's first messages are planned as soon as it is served. */
export async function jobsDone(superUrl: string): Promise<void> {
  const due = 'select count(*) from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts'
  for (let quiet = 0; quiet < 3; ) {
    quiet = (await sql(superUrl, due)) === '0' ? quiet + 1 : 0
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

/** Asks for the page a hundred times and divides: jobs that ran meanwhile vanish in the rounding. */
export async function statementsOf(superUrl: string, url: string, cookie: string): Promise<Statements> {
  const times = 100
  await sql(superUrl, 'select pg_stat_statements_reset()')
  for (let i = 0; i < times; i += 1) await (await fetch(url, { headers: { cookie } })).text()
  const framing = `query ~* '^(begin|commit|rollback|discard|select set_config)'`
  const row = await sql(
    superUrl,
    `select coalesce(sum(calls), 0), coalesce(sum(calls) filter (where not (${framing})), 0), coalesce(sum(total_exec_time), 0)
       from pg_stat_statements s join pg_roles r on r.oid = s.userid where r.rolname = 'afterloan_serve'`,
  )
  const [calls = 0, queries = 0, milliseconds = 0] = row.split('|').map(Number)
  return { calls: Math.round(calls / times), queries: Math.round(queries / times), milliseconds: milliseconds / times }
}
