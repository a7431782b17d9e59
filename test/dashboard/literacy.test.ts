import { expect, it } from 'vitest'
import { readable, startStaffApp } from '../support/staff.ts'

it('is turned on by two people, and off by one, and every step is on record', async () => {
  const { staff, storage } = await startStaffApp()
  const ani = await staff('Ani', ['author', 'approver'])
  const budi = await staff('Budi', ['approver'])
  expect(readable((await ani.get('/dasbor/literasi')).text)).toContain('Perlu dua orang')
  expect((await budi.post('/dasbor/literasi/setujui')).status).toBe(409)
  await ani.does('/dasbor/literasi/usul')
  const own = await ani.post('/dasbor/literasi/setujui')
  expect([own.status, readable(own.text)]).toEqual([403, expect.stringContaining('dua orang yang berbeda')])
  expect(readable((await budi.does('/dasbor/literasi/setujui')).text)).toMatch(
    /menyala Tip setiap .*Diusulkan Ani, disetujui Budi/,
  )
  expect(readable((await budi.does('/dasbor/literasi/matikan')).text)).toContain('mati Tip mingguan')
  const record = await storage.audit.list({ subject: 'setting', limit: 9 })
  expect(record.map(({ by, action }) => `${by} ${action}`)).toEqual([
    'Budi mematikan program literasi',
    'Budi menyetujui program literasi',
    'Ani mengusulkan program literasi',
  ])
})

it('is a matter of the province', async () => {
  const { staff } = await startStaffApp()
  const paser = await staff('Petugas Paser', ['author', 'approver'], '64.01')
  for (const step of ['usul', 'setujui', 'matikan']) {
    expect((await paser.post(`/dasbor/literasi/${step}`)).status).toBe(403)
  }
})
