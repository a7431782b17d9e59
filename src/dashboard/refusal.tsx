/** Why something was not done, and the way back. */
export function Refusal({
  message,
  back,
  publicUrl,
}: {
  message: string
  back: string | undefined
  publicUrl: string
}) {
  const isOurs = back !== undefined && back.startsWith(`${publicUrl}/dasbor`)
  return (
    <section class="card">
      <p>{message}</p>
      <p>Tidak ada yang berubah.</p>
      {isOurs && (
        <p>
          <a class="button" href={back}>
            Kembali
          </a>
        </p>
      )}
    </section>
  )
}
