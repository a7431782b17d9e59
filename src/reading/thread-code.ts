import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/**
 * The code of a thread that runs a TypeScript file, for `new Worker(code, { eval: true })`. A thread of Node 20 does not
 * take over how its parent reads TypeScript: it is told first.
 */
export function threadCode(file: URL): string {
  // `require` finds the CommonJS half; a thread that imports needs the other one, which lies beside it.
  const found = createRequire(import.meta.url)
    .resolve('tsx/esm/api')
    .replace(/\.cjs$/, '.mjs')
  const register = pathToFileURL(found).href
  return `import('${register}').then((tsx) => { tsx.register(); return import('${file.href}') })`
}
