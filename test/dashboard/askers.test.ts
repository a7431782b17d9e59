import { expect, it } from 'vitest'
import { readable, startStaffApp } from '../support/staff.ts'

const KEY = 'ab12cd34ef56'.padEnd(32, '0')

it('are blocked and answered again by staff of the province, with a reason, on record', async () => {
  const { staff, storage } = await startStaffApp()
  await storage.inquiries.add({
    channel: 'telegram',
    askerKey: KEY,
    placeKey: KEY,
    text: 'apa ini benar',
    answerType: 'unknown',
    status: 'open',
    receivedAt: new Date(),
  })
  const rina = await staff('Rina', ['fact_checker'])
  const list = await rina.get('/dasbor/cek-fakta/penanya')
  expect(readable(list.text)).toMatch(/AB12CD34EF .*1 .*dijawab/)
  expect(list.text).not.toContain(KEY)
  const path = '/dasbor/cek-fakta/penanya/AB12CD34EF'
  expect((await rina.post(`${path}/blokir`, { days: '7', because: '' })).status).toBe(400)
  expect((await rina.post('/dasbor/cek-fakta/penanya/%25/blokir', { days: '7', because: 'x' })).status).toBe(
    404,
  )
  const blocked = await rina.does(`${path}/blokir`, { days: '7', because: 'Membanjiri <b>bot</b>' })
  expect(blocked.text).not.toContain('<b>bot')
  expect(readable(blocked.text)).toMatch(/diblokir sampai .* oleh Rina/)
  expect((await storage.askers.find(KEY))?.blockedUntil).toBeInstanceOf(Date)
  await rina.does(`${path}/buka`)
  expect((await storage.askers.find(KEY))?.blockedUntil).toBeUndefined()
  expect((await storage.audit.list({ limit: 2 })).map(({ action }) => action)).toEqual([
    'membuka blokir penanya',
    'memblokir penanya',
  ])
  const paser = await staff('Petugas Paser', ['fact_checker'], '64.01')
  expect((await paser.get('/dasbor/cek-fakta/penanya')).status).toBe(403)
})
