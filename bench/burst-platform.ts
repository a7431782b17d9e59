/** The people of one platform in a burst, outside the server's process. All times are `performance.now()`. */
export interface BurstPlatform {
  name: string
  /** What the server needs to reach the platform. */
  env: Record<string, string>
  /** A person of this platform writes. Resolves when the platform has the message. */
  say(person: number, text: string): Promise<void>
  /** What somebody wrote, in order: `key` is what the server records it under. */
  said(person: number): { key: string; at: number }[]
  /** When the platform took each message of the bot to somebody, in order. */
  answers(person: number): number[]
  /** Calls that the platform refused because of its limits. */
  throttled(): number
  stop(): Promise<void>
}
