import type { Child } from 'hono/jsx'
import { to } from '../paths.ts'

interface FieldProps {
  label: string
  name: string
  value?: string | undefined
  /** What to write, under the field. */
  hint?: Child
  required?: boolean
}

/** A line of text. */
export function TextField({
  label,
  name,
  value = '',
  hint,
  required = false,
  type = 'text',
  ...more
}: FieldProps & {
  type?: string
  maxlength?: number
  placeholder?: string
  list?: string
  autocomplete?: string
}) {
  return (
    <label class="field">
      {label}
      <input type={type} name={name} value={value} required={required} {...more} />
      {hint !== undefined && <small>{hint}</small>}
    </label>
  )
}

/** Several lines of text. */
export function TextArea({
  label,
  name,
  value = '',
  hint,
  required = false,
  rows = 6,
  ...more
}: FieldProps & { rows?: number; maxlength?: number; placeholder?: string }) {
  return (
    <label class="field">
      {label}
      <textarea name={name} rows={rows} required={required} {...more}>
        {value}
      </textarea>
      {hint !== undefined && <small>{hint}</small>}
    </label>
  )
}

export interface Option {
  value: string
  label: string
}

/** One of several. */
export function Choice({
  label,
  name,
  value = '',
  options,
  hint,
}: FieldProps & { options: readonly Option[] }) {
  return (
    <label class="field">
      {label}
      <select name={name}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint !== undefined && <small>{hint}</small>}
    </label>
  )
}

/** Any of several. */
export function Checks({
  legend,
  name,
  values,
  options,
  hint,
}: {
  legend: string
  name: string
  values: readonly string[]
  options: readonly Option[]
  hint?: string
}) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {hint !== undefined && <p class="muted">{hint}</p>}
      <div class="checks">
        {options.map((option) => (
          <label>
            <input type="checkbox" name={name} value={option.value} checked={values.includes(option.value)} />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Yes or no. */
export function Check({
  label,
  name,
  isChecked = false,
}: {
  label: string
  name: string
  isChecked?: boolean
}) {
  return (
    <label class="check">
      <input type="checkbox" name={name} value="ya" checked={isChecked} />
      {label}
    </label>
  )
}

/** A form that does one thing. `action` is below `/dasbor`; `confirm` is asked where scripts run. */
export function ActionForm({
  action,
  label,
  confirm,
  tone,
  children,
  hidden = {},
}: {
  action: string
  label: string
  confirm?: string
  tone?: 'quiet' | 'danger'
  children?: Child
  hidden?: Record<string, string>
}) {
  return (
    <form method="post" action={to(action)} class={children === undefined ? '' : 'stack'}>
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
      <div>
        <button
          type="submit"
          class={tone === undefined ? 'button' : `button ${tone}`}
          {...(confirm === undefined ? {} : { 'data-confirm': confirm })}
        >
          {label}
        </button>
      </div>
    </form>
  )
}

/** Narrows a list down: sends itself as a query. `path` is below `/dasbor`. */
export function Filters({ path, children }: { path: string; children: Child }) {
  return (
    <form method="get" action={to(path)} class="filters" role="search">
      {children}
      <button type="submit" class="button quiet">
        Tampilkan
      </button>
    </form>
  )
}
