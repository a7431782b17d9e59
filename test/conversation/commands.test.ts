import { describe, expect, it } from 'vitest'
import { readBareCommand, readSlashCommand } from '../../src/conversation/commands.ts'

describe('a command with its slash', () => {
  it.each([
    ['/langganan', 'subscribe', ''],
    ['/Langanan Loa Kulu', 'subscribe', 'Loa Kulu'],
    ['/subscribe KIM-64.02-7Q4F', 'subscribe', 'KIM-64.02-7Q4F'],
    ['/wilayah loa kulu, tenggarong', 'areas', 'loa kulu, tenggarong'],
    ['/areas', 'areas', ''],
    ['/tambah_wilayah sepaku', 'areas', 'sepaku'],
    ['/topik 1,3', 'topics', '1,3'],
    ['/topics', 'topics', ''],
    ['/jam pagi', 'hours', 'pagi'],
    ['/sapaan santai', 'register', 'santai'],
    ['/status', 'status', ''],
    ['/riwayat', 'history', ''],
    ['/history', 'history', ''],
    ['/jeda sampai 5 desember', 'pause', 'sampai 5 desember'],
    ['/pause', 'pause', ''],
    ['/lanjut', 'resume', ''],
    ['/resume', 'resume', ''],
    ['/berenti', 'stop', ''],
    ['/unsubscribe', 'stop', ''],
    ['/tentang', 'about', ''],
    ['/about', 'about', ''],
    ['/bantuan', 'help', ''],
    ['/batal', 'dialogue_word', 'batal'],
    ['/back', 'dialogue_word', 'back'],
  ])('%j is %s', (text, name, argument) => {
    expect(readSlashCommand(text)).toEqual({ name, argument })
  })

  it.each(['/roll 6', '/status@lainbot', '/jedaa'])('%j is not ours', (text) => {
    expect(readSlashCommand(text)).toBe('unknown')
  })
})

describe('a command without its slash', () => {
  it.each([
    ['berhenti langganan', 'stop', ''],
    ['Jeda 3 hari', 'pause', '3 hari'],
    ['jeda sampai 5 desember', 'pause', 'sampai 5 desember'],
    ['langganan Loa Kulu', 'subscribe', 'Loa Kulu'],
    ['langanan kim-64.02-7Q4F', 'subscribe', 'kim-64.02-7Q4F'],
    ['riwayat', 'history', ''],
    ['Topik?', 'topics', ''],
  ])('%j is %s', (text, name, argument) => {
    expect(readBareCommand(text)).toEqual({ name, argument })
  })

  it.each([
    'daftar bansos lewat tautan ini',
    'wilayah kami besok mati lampu',
    'topik hangat minggu ini apa',
    'tunda pemilu dua tahun',
    'jeda iklan di tv itu katanya dilarang',
    'jam berapa acaranya besok pak',
    'lanjut nanti malam saja pak',
  ])('%j is something that people say', (text) => {
    expect(readBareCommand(text)).toBeUndefined()
  })
})
