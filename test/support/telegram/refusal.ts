/** An answer of the Bot API with `ok: false`. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(
    readonly status: number,
    readonly description: string,
    readonly parameters?: { retry_after?: number; migrate_to_chat_id?: number },
  ) {
    super(description)
  }
}

export const badRequest = (description: string, parameters?: Refusal['parameters']) =>
  new Refusal(400, `Bad Request: ${description}`, parameters)
export const forbidden = (description: string) => new Refusal(403, `Forbidden: ${description}`)
