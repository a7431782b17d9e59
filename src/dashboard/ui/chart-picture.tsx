import type { Child } from 'hono/jsx'

/**
 * A chart as a picture in the colours that the reader's system asks for, and under it the same as a table. `src` is the
 * address of the drawing; the theme is added.
 */
export function ChartPicture({
  src,
  alt,
  width,
  height,
  children,
}: {
  src: string
  alt: string
  width: number
  height: number
  /** The table. */
  children: Child
}) {
  const themed = (theme: string) => `${src}${src.includes('?') ? '&' : '?'}tema=${theme}`
  return (
    <figure class="chart">
      <picture>
        <source media="(prefers-color-scheme: dark)" srcset={themed('dark')} />
        <img src={themed('light')} alt={alt} width={width} height={height} />
      </picture>
      <details>
        <summary>Lihat angkanya</summary>
        {children}
      </details>
    </figure>
  )
}
