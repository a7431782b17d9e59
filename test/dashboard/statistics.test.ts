import { describe, expect, it } from 'vitest'
import { readable, startStaffApp } from '../support/staff.ts'

describe('statistics', () => {
  it('count what people asked, and draw it in two themes', async () => {
    const { staff, storage } = await startStaffApp()
    const [clarification] = await storage.clarifications.list({ limit: 1 })
    const asked = (answerType: 'clarified' | 'unknown', areaCode?: string) =>
      storage.inquiries.add({
        channel: 'simulator',
        askerKey: 'warga',
        placeKey: 'tempat',
        text: 'apa ini benar',
        answerType,
        status: answerType === 'clarified' ? 'answered' : 'open',
        receivedAt: new Date(),
        ...(areaCode === undefined ? {} : { areaCode }),
        ...(answerType === 'clarified' && clarification !== undefined
          ? { clarificationId: clarification.id }
          : {}),
      })
    await asked('clarified', '64.01.01')
    await asked('clarified', '64.01.02')
    await asked('unknown', '64.03.01')
    await asked('unknown')
    const ani = await staff('Ani', ['author'])
    const page = readable((await ani.get('/dasbor/statistik')).text)
    expect(page).toMatch(/Pertanyaan 4 .*Langsung terjawab 50%/)
    expect(page).toContain('Kabupaten Paser 2')
    expect(page).toContain(clarification?.claimReviewed.slice(0, 30))
    for (const theme of ['light', 'dark']) {
      const chart = await ani.get(`/dasbor/statistik/grafik/pertanyaan.svg?hari=30&tema=${theme}`)
      expect(chart.headers.get('Content-Type')).toBe('image/svg+xml')
      expect(chart.text).toMatch(/^<svg[\s\S]*Terjawab/)
    }
    expect((await ani.get('/dasbor/statistik/grafik/apa.svg')).status).toBe(404)

    const paser = await staff('Petugas Paser', ['kim_officer'], '64.01')
    expect(readable((await paser.get('/dasbor/statistik?hari=7')).text)).toMatch(/Pertanyaan 2 /)
  })

  it('say what to do next when there is nothing', async () => {
    const { staff } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    expect(readable((await ani.get('/dasbor/statistik?hari=99')).text)).toMatch(
      /Belum ada pertanyaan.*Belum ada siaran yang dikirim/,
    )
  })
})
