// Files that people send.

export interface Paper {
  name: string
  mimeType: string
  buffer: Buffer
}

/** A PDF that says little, as large as is wanted. */
export function paper(name: string, bytes = 0): Paper {
  const body = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n'
  const end = 'trailer<</Root 1 0 R>>\n%%EOF\n'
  const filling = `%${' '.repeat(Math.max(0, bytes - body.length - end.length))}\n`
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(body + filling + end) }
}

/** A picture of one dot that calls itself a PDF. */
export function pictureNamedPaper(): Paper {
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  return { name: '利润表.pdf', mimeType: 'application/pdf', buffer: Buffer.from(png, 'base64') }
}

export const emptyPaper = (): Paper => ({ name: 'empty.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) })
