import { expect, it, vi } from 'vitest'
import { hushLibsignal } from '../../../src/channels/whatsapp/console-filter.ts'

it('keeps sessions with their keys off the console, and nothing else, until it is undone', () => {
  const output = globalThis.console
  const printed = vi.spyOn(output, 'info').mockImplementation(() => {})
  const undo = hushLibsignal()
  output.info('Closing session:', { privKey: 'rahasia' })
  output.info('hello', 1)
  expect(printed.mock.calls).toEqual([['hello', 1]])
  undo()
  output.info('Closing session:', {})
  expect(printed).toHaveBeenCalledTimes(2)
})
