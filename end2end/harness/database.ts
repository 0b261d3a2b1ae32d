// Databases for portals: one is made, filled and kept as the model, the others are copies of it.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set; start the tests with scripts/end2end`)
  return value
}

/** The same server, another database. */
function inDatabase(url: string, database: string): string {
  const parsed = new URL(url)
  parsed.pathname = `/${database}`
  return parsed.toString()
}

async function asOwner(sql: string): Promise<void> {
  await psql(inDatabase(required('DATABASE_OWNER_URL'), 'postgres'), sql)
}

async function psql(url: string, sql: string): Promise<string> {
  const told = await run('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', sql, url])
  return told.stdout.trim()
}

export interface Database {
  name: string
  /** For `afterloan migrate`. */
  ownerUrl: string
  /** For `afterloan serve`. */
  serveUrl: string
}

export function named(name: string): Database {
  return {
    name,
    ownerUrl: inDatabase(required('DATABASE_OWNER_URL'), name),
    serveUrl: inDatabase(required('DATABASE_URL'), name),
  }
}

export const model = named('end2end_model')

/** An empty database, anew. */
export async function create(database: Database): Promise<Database> {
  await asOwner(`drop database if exists ${database.name} with (force)`)
  await asOwner(`create database ${database.name}`)
  return database
}

export async function copyModel(name: string): Promise<Database> {
  await asOwner(`drop database if exists ${name} with (force)`)
  await asOwner(`create database ${name} template ${model.name}`)
  return named(name)
}

export async function drop(database: Database): Promise<void> {
  await asOwner(`drop database if exists ${database.name} with (force)`)
}

/** Changes what no page can: how long ago something was. Rows are for pages to change. */
export async function letTimePass(database: Database, sql: string): Promise<void> {
  await psql(database.ownerUrl, sql)
}
