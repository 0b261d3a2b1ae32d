// Requests against the portal and transactions against its database, counted by wrk and pgbench.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export const connections = 16
export const rounds = 3
export const seconds = 8

export interface Load {
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
  failed: number
}

const inMs = (text: string) => {
  const [, number, unit] = /([\d.]+)(us|ms|s)/.exec(text) ?? []
  return Number(number) * { us: 0.001, ms: 1, s: 1000 }[unit as 'us' | 'ms' | 's']
}

async function wrk(url: string, cookie: string, duration: number): Promise<string> {
  const header = ['-H', `Cookie: ${cookie}`, '-H', 'Accept-Encoding: identity']
  return (await run('wrk', ['-t2', `-c${connections}`, `-d${duration}s`, '--latency', ...header, url])).stdout
}

/** The page as wrk gets it, after a short warm-up: of three rounds the middle one, so that a neighbour's minute is none of
 *  ours. Failed requests count in all. */
export async function load(url: string, cookie: string): Promise<Load> {
  await wrk(url, cookie, 3)
  const all: Load[] = []
  for (let round = 0; round < rounds; round += 1) all.push(await loadOnce(url, cookie))
  const failed = all.reduce((sum, one) => sum + one.failed, 0)
  const [, middle] = all.sort((a, b) => a.requestsPerSecond - b.requestsPerSecond)
  if (!middle) throw new Error('no round')
  return { ...middle, failed }
}

async function loadOnce(url: string, cookie: string): Promise<Load> {
  const said = await wrk(url, cookie, seconds)
  const figure = (pattern: RegExp) => pattern.exec(said)?.[1] ?? ''
  return {
    requestsPerSecond: Number(figure(/Requests\/sec:\s+([\d.]+)/)),
    p50Ms: inMs(figure(/^\s+50%\s+(\S+)/m)),
    p99Ms: inMs(figure(/^\s+99%\s+(\S+)/m)),
    failed: Number(figure(/Non-2xx or 3xx responses: (\d+)/) || 0),
  }
}

/** `pgbench -S` on the same PostgreSQL: single-row reads a second, the ceiling a page is held against. */
export async function readsPerSecond(ownerUrl: string): Promise<number> {
  await run('pgbench', ['-i', '-q', '-s', '10', ownerUrl])
  const said = (await run('pgbench', ['-S', '-n', '-c', String(connections), '-j', '2', '-T', '10', ownerUrl])).stdout
  return Math.round(Number(/tps = ([\d.]+)/.exec(said)?.[1]))
}
