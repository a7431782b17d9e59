import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A machine-readable copy of Telegram's own documentation, beside the repository. Not everybody has one. */
const SPEC_FILE = fileURLToPath(new URL('../../../../shared/telegram-bot-api/api.json', import.meta.url))

interface Field {
  name: string
  types: string[]
  required: boolean
}

interface Spec {
  methods: Record<string, { fields?: Field[] }>
  types: Record<string, { fields?: Field[]; subtypes?: string[] }>
}

/** Says what in a call Telegram's documentation does not know. */
export type CheckCall = (method: string, payload: Record<string, unknown>) => string[]

const SCALARS: Record<string, (value: unknown) => boolean> = {
  Integer: (value) => Number.isInteger(value),
  Float: (value) => typeof value === 'number',
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  True: (value) => value === true,
  InputFile: (value) => typeof value === 'string' && value.startsWith('attach://'),
}

function createCheck(spec: Spec): CheckCall {
  function checkFields(object: object, fields: Field[], path: string): string[] {
    const values = Object.entries(object)
    const missing = fields.filter(({ name, required }) => required && !(name in object))
    return [
      ...missing.map(({ name }) => `${path}.${name} is missing`),
      ...values.flatMap(([name, value]) => {
        const field = fields.find((known) => known.name === name)
        return field === undefined ? [`${path}.${name} is unknown`] : checkField(value, field, path)
      }),
    ]
  }

  function checkField(value: unknown, { name, types }: Field, path: string): string[] {
    const findings = types.map((type) => checkType(value, type, `${path}.${name}`))
    if (findings.some((found) => found.length === 0)) return []
    return findings.toSorted((a, b) => a.length - b.length)[0] ?? []
  }

  function checkType(value: unknown, type: string, path: string): string[] {
    const wrong = [`${path} is not ${type}`]
    const scalar = SCALARS[type]
    if (scalar !== undefined) return scalar(value) ? [] : wrong
    if (type.startsWith('Array of ')) {
      if (!Array.isArray(value)) return wrong
      return value.flatMap((item, index) => checkType(item, type.slice(9), `${path}[${index}]`))
    }
    const known = spec.types[type]
    if (known === undefined || typeof value !== 'object' || value === null) return wrong
    if (known.subtypes === undefined) return checkFields(value, known.fields ?? [], path)
    return known.subtypes.some((subtype) => checkType(value, subtype, path).length === 0) ? [] : wrong
  }

  const methods = new Map(Object.entries(spec.methods).map(([name, method]) => [name.toLowerCase(), method]))
  return (method, payload) => {
    const known = methods.get(method.toLowerCase())
    return known === undefined ? [`${method} is unknown`] : checkFields(payload, known.fields ?? [], method)
  }
}

/** The check, or one that finds nothing where the documentation is absent. */
export function loadCheck(): CheckCall {
  if (!existsSync(SPEC_FILE)) return () => []
  return createCheck(JSON.parse(readFileSync(SPEC_FILE, 'utf8')) as Spec)
}
