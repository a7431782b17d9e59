import type { Role } from '../../domain/staff.ts'

/** Roles as staff read them, with what they are for. */
export const ROLE_LABEL: Record<Role, string> = {
  author: 'Penulis siaran',
  approver: 'Penyetuju siaran',
  fact_checker: 'Pemeriksa fakta',
  kim_officer: 'Petugas KIM',
  administrator: 'Administrator',
}

export const ROLE_TASK: Record<Role, string> = {
  author: 'menulis dan mengajukan siaran',
  approver: 'menyetujui, menjeda, dan menarik siaran orang lain',
  fact_checker: 'menjawab pertanyaan warga dan menerbitkan klarifikasi',
  kim_officer: 'mendata KIM, memberi kode, dan menandai sinyal desa',
  administrator: 'semuanya, juga petugas dan pengaturan',
}
