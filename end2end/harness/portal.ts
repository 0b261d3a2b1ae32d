// A portal as its users have it: the built binary serving the demo lender, on ports of its own.

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Database } from './database'

const binary = process.env.AFTERLOAN_BINARY ?? '../target/debug/afterloan'
const readyWithinMs = 90_000
const drainedWithinMs = 10_000

export interface Portal {
  /** Where the browser goes, `http://localhost:PORT`. */
  url: string
  /** The sandbox payment provider, which redirects back. */
  sandboxUrl: string
  metricsUrl: string
  pid: number
  /** What the portal wrote so far. */
  log(): string
  /** Asks it to stop and waits; a portal that does not drain in time is an error. */
  stop(): Promise<void>
}

// Below the ports that the system gives to connections: one of those could be taken by any of them before the portal
// listens. Each worker looks in a stretch of its own.
let nextPort = 20_000 + ((process.pid * 64) % 12_000)

async function freePort(): Promise<number> {
  const port = nextPort++
  const free = await new Promise<boolean>((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
  return free ? port : freePort()
}

/** Runs one command of the binary to its end. */
export async function run(database: Database, ...command: string[]): Promise<string> {
  const env = { ...process.env, DATABASE_OWNER_URL: database.ownerUrl, DATABASE_URL: database.serveUrl }
  return (await promisify(execFile)(binary, command, { env, maxBuffer: 1 << 26 })).stdout
}

export async function migrate(database: Database): Promise<void> {
  await run(database, 'migrate')
}

export async function serve(database: Database): Promise<Portal> {
  const [port, sandboxPort, metricsPort] = [await freePort(), await freePort(), await freePort()]
  const url = `http://localhost:${port}`
  const files = mkdtempSync(join(tmpdir(), 'afterloan-files-'))
  const logPath = join('test-results', `portal-${database.name}.log`)
  mkdirSync('test-results', { recursive: true })

  const child = spawn(binary, ['serve', '--demo'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: database.serveUrl,
      AFTERLOAN_LISTEN: `127.0.0.1:${port}`,
      AFTERLOAN_PUBLIC_URL: url,
      AFTERLOAN_SANDBOX_LISTEN: `127.0.0.1:${sandboxPort}`,
      AFTERLOAN_METRICS_LISTEN: `127.0.0.1:${metricsPort}`,
      AFTERLOAN_FILES: files,
    },
  })
  const log = createWriteStream(logPath)
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  const written = () => readFileSync(logPath, 'utf8')

  try {
    await ready(child, `${url}/health/ready`)
  } catch (reason) {
    child.kill('SIGKILL')
    throw new Error(`${String(reason)}\n${written().split('\n').slice(-20).join('\n')}`)
  }
  return {
    url,
    sandboxUrl: `http://localhost:${sandboxPort}`,
    metricsUrl: `http://localhost:${metricsPort}`,
    pid: child.pid ?? 0,
    log: written,
    stop: async () => {
      await drained(child)
      log.end()
      rmSync(files, { recursive: true, force: true })
    },
  }
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  const until = Date.now() + readyWithinMs
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`the portal ended at once with code ${child.exitCode}`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the portal was not ready within ${readyWithinMs} ms`)
}

async function drained(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise<boolean>((resolve) => child.once('exit', () => resolve(true)))
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), drainedWithinMs).unref())
  child.kill('SIGTERM')
  if (await Promise.race([ended, late])) return
  child.kill('SIGKILL')
  throw new Error(`the portal did not stop within ${drainedWithinMs} ms of SIGTERM`)
}
